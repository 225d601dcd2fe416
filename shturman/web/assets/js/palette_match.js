// How well typed words fit a line: in any order, «ё» as «е», with other endings, typed in the wrong keyboard layout.
const LATIN = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`";
const RUSSIAN = "йцукенгшщзхъфывапролджэячсмитьбюё";
const ENDING = 2;
const SHORTEST_STEM = 4;

export function folded(text) {
  return text.toLowerCase().replaceAll("ё", "е").trim();
}

export function inOtherLayout(text) {
  const [from, to] = /[а-яё]/i.test(text) ? [RUSSIAN, LATIN] : [LATIN, RUSSIAN];
  return [...text.toLowerCase()].map((sign) => to[from.indexOf(sign)] ?? sign).join("");
}

// 0 when some word does not fit; a whole beginning is worth more than a word, a word more than a middle.
export function fit(text, line) {
  const wanted = folded(text);
  const told = folded(line);
  if (told.startsWith(wanted)) return 100 - Math.min(told.length - wanted.length, 40);
  const words = told.split(/[^\p{L}\p{N}]+/u);
  let worth = 0;
  for (const word of wanted.split(/\s+/)) {
    const one = fitOfWord(word, words, told);
    if (!one) return 0;
    worth += one;
  }
  return worth / wanted.split(/\s+/).length;
}

function fitOfWord(word, words, told) {
  if (words.some((known) => known.startsWith(word))) return 50;
  const stem = word.slice(0, Math.max(word.length - ENDING, SHORTEST_STEM));
  if (words.some((known) => known.startsWith(stem))) return 40;
  return word.length > 2 && told.includes(word) ? 20 : 0;
}

export function bestFit(text, line) {
  return Math.max(fit(text, line), fit(inOtherLayout(text), line) - 1, 0);
}
