"""The search for doubles, one statement for each reason: by indexes, from those who have changed since a moment."""

from __future__ import annotations

# A number that so many share is an office, a name that so many bear is a namesake: neighbours are compared, not each with each.
MOST_ALIKE = 20

_PHONE = "clients_phone AS contact JOIN clients_client AS client ON client.id = contact.client_id"
_EMAIL = "clients_email AS contact JOIN clients_client AS client ON client.id = contact.client_id"
_CLIENT = "clients_client AS client"
_NAME = "client_name_key(client.folded_name)"

# The reason → where its key stands, the key, when it tells anything.
REASONS = {
    "by_phone": (_PHONE, "contact.number", "length(contact.digits) >= 6"),
    "by_email": (_EMAIL, "LOWER(contact.address)", "contact.address <> ''"),
    "by_inn": (_CLIENT, "client.inn", "client.inn <> '' AND length(client.inn) >= 10"),
    # A single word is a name of an organisation, never of a person.
    "by_name": (_CLIENT, _NAME, f"{_NAME} <> '' AND (client.kind = 'organisation' OR strpos({_NAME}, ' ') > 0)"),
}

FORGET = """
    DELETE FROM clients_duplicatepair AS pair USING clients_client AS client
    WHERE pair.decision = '' AND client.id IN (pair.first_id, pair.second_id) AND client.changed_at >= %(since)s
"""

_SEARCH = """
    WITH keys AS MATERIALIZED (
        SELECT DISTINCT {key} AS key FROM {source}
        WHERE client.deleted_at IS NULL AND client.erased_at IS NULL AND client.changed_at >= %(since)s AND {tells}
    ), holders AS MATERIALIZED (
        SELECT held.key, id, kind, inn, kpp, count(*) OVER alike AS size, lead(id) OVER alike_in_order AS next_id
        FROM (
            SELECT DISTINCT keys.key, client.id, client.kind, client.inn, client.kpp
            FROM {source} JOIN keys ON keys.key = {key}
            WHERE client.deleted_at IS NULL AND client.erased_at IS NULL AND {tells}
        ) AS held
        WINDOW alike AS (PARTITION BY held.key, kind), alike_in_order AS (PARTITION BY held.key, kind ORDER BY id)
    ), pairs AS (
        SELECT one.id AS first_id, other.id AS second_id FROM holders AS one
        JOIN holders AS other ON other.key = one.key AND other.kind = one.kind AND other.id > one.id
        WHERE one.size BETWEEN 2 AND {most} AND other.size BETWEEN 2 AND {most}
            -- Another INN is another firm, another KPP is a branch.
            AND NOT (one.inn <> '' AND other.inn <> '' AND one.inn <> other.inn)
            AND NOT (one.kpp <> '' AND other.kpp <> '' AND one.kpp <> other.kpp)
        UNION
        SELECT id, next_id FROM holders WHERE {many} AND size > {most} AND next_id IS NOT NULL
    )
    INSERT INTO clients_duplicatepair AS pair
        (first_id, second_id, by_phone, by_email, by_inn, by_name, "group", found_at, decision)
    SELECT first_id, second_id, {flags}, 0, %(now)s, '' FROM pairs ORDER BY first_id, second_id
    ON CONFLICT (first_id, second_id) DO UPDATE SET {reason} = true WHERE NOT pair.{reason} AND pair.decision = ''
"""


def pairs_by(reason: str) -> str:
    source, key, tells = REASONS[reason]
    flags = ", ".join("true" if name == reason else "false" for name in REASONS)
    many = "false" if reason == "by_name" else "true"
    return _SEARCH.format(source=source, key=key, tells=tells, flags=flags, reason=reason, many=many, most=MOST_ALIKE)
