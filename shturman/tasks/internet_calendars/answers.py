"""Pieces of multistatus answers that the library does not write, or writes for a server of many kinds."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree.ElementTree import Element, SubElement, tostring

from radicale import xmlutils

from shturman.tasks.internet_calendars.guests import guest

D, C, CR = "{DAV:}", "{urn:ietf:params:xml:ns:caldav}", "{urn:ietf:params:xml:ns:carddav}"
CS = "{http://calendarserver.org/ns/}"
ROOT = "/dav"
REPORTS = {f"{D}sync-collection", f"{C}calendar-multiget", f"{C}calendar-query"}
# There are no address books here, and no talk about the library.
NOT_OURS = {f"{CR}addressbook-home-set", "{http://radicale.org/ns/}version"}


def error_body(condition: str) -> str:
    return f'<?xml version="1.0" encoding="utf-8"?>\n{tostring(xmlutils.webdav_error(condition), "unicode")}'


def number_over_limit(path: str) -> Element:
    """The list is cut: the phone asks on from the token (RFC 6578 §3.6)."""
    response = Element(f"{D}response")
    SubElement(response, f"{D}href").text = xmlutils.make_href(ROOT, path)
    SubElement(response, f"{D}status").text = "HTTP/1.1 507 Insufficient Storage"
    SubElement(SubElement(response, f"{D}error"), f"{D}number-of-matches-within-limits")
    return response


def enrich(multistatus: Element) -> None:
    for response in multistatus.findall(f"{D}response"):
        for prop in _props(response, "200"):
            for told in list(prop):
                if told.tag in NOT_OURS:
                    prop.remove(told)
                    _prop_of(response, "404").append(Element(told.tag))
                elif told.tag == f"{C}calendar-user-address-set":
                    _address(told)
                elif told.tag == f"{D}supported-report-set":
                    _reports(told)
        for prop in _props(response, "404"):
            for asked in list(prop):
                if (known := _known(asked.tag)) is not None:
                    prop.remove(asked)
                    _prop_of(response, "200").append(known)
        for propstat in response.findall(f"{D}propstat"):
            if len(propstat.find(f"{D}prop") or ()) == 0:
                response.remove(propstat)


def signpost(path: str, asked: Iterable[str]) -> bytes:
    """At addresses that are no calendar: who you are and where your calendars are."""
    multistatus = Element(f"{D}multistatus")
    response = SubElement(multistatus, f"{D}response")
    SubElement(response, f"{D}href").text = xmlutils.make_href("", path)
    home = f"{ROOT}/{guest().member.pk}/"
    known = {f"{D}current-user-principal": home, f"{D}principal-URL": home, f"{C}calendar-home-set": home}
    for tag in asked:
        element = Element(tag)
        if tag in known:
            SubElement(element, f"{D}href").text = known[tag]
        elif tag == f"{D}resourcetype":
            SubElement(element, f"{D}collection")
        _prop_of(response, "200" if tag in known or tag == f"{D}resourcetype" else "404").append(element)
    return tostring(multistatus, "utf-8", xml_declaration=True)


def _reports(element: Element) -> None:
    """Only what is really answered."""
    for report in list(element):
        told = report.find(f"{D}report")
        if told is not None and not any(child.tag in REPORTS for child in told):
            element.remove(report)


def _address(element: Element) -> None:
    email = guest().member.email
    if email:
        SubElement(element, f"{D}href").text = f"mailto:{email}"


def _known(tag: str) -> Element | None:
    if tag == f"{C}schedule-calendar-transp":
        element = Element(tag)
        SubElement(element, f"{C}opaque")
        return element
    if tag == f"{C}supported-calendar-data":
        element = Element(tag)
        SubElement(element, f"{C}calendar-data", {"content-type": "text/calendar", "version": "2.0"})
        return element
    if tag == f"{CS}email-address-set" and guest().member.email:
        element = Element(tag)
        SubElement(element, f"{CS}email-address").text = guest().member.email
        return element
    return None


def _props(response: Element, code: str) -> list[Element]:
    found = [stat for stat in response.findall(f"{D}propstat") if f" {code} " in f"{stat.findtext(f'{D}status')} "]
    return [prop for stat in found if (prop := stat.find(f"{D}prop")) is not None]


def _prop_of(response: Element, code: str) -> Element:
    props = _props(response, code)
    if props:
        return props[0]
    propstat = SubElement(response, f"{D}propstat")
    prop = SubElement(propstat, f"{D}prop")
    SubElement(propstat, f"{D}status").text = f"HTTP/1.1 {code} {'OK' if code == '200' else 'Not Found'}"
    return prop
