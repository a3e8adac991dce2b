// One text for all that is heard: amounts and percentages in words, sentences whole.

const SPACE = "[ \\u00a0\\u202f]";
const NUMBER = `\\d{1,3}(?:${SPACE}\\d{3})+(?:\\.\\d+)?|\\d+(?:\\.\\d+)?`;
const SCALE = `(?:${SPACE}(?:mil${SPACE})?millones)`;
const MONEY = new RegExp(`S/${SPACE}?(${NUMBER})(${SCALE}|${SPACE}mill[oó]n)?`, "g");
const ANY_NUMBER = new RegExp(NUMBER, "g");
const WORDS = { PIA: "pía", PIM: "pim", MEF: "mef", INEI: "inei", CUI: "cui", OCI: "oci" };
const SHORT = new RegExp(`\\b(${Object.keys(WORDS).join("|")})\\b`, "g");

/** Voices are named «es-PE», «es_US» or «spa-…», as each system likes. */
export const isSpanish = (lang) => /^(es|spa)([-_]|$)/i.test(lang);

/** Whole sentences: a period between digits ends none. */
export function sentencesOf(text) {
  return (text.match(/(?:[^.!?…]|[.](?=\d))+[.!?…]*/g) ?? []).map((part) => part.trim()).filter(Boolean);
}

const number = (digits) => digits.replace(new RegExp(SPACE, "g"), "").replace(".", " punto ");

/** The words that a voice says for a written sentence. */
export function spoken(sentence) {
  return sentence
    .replace(MONEY, (_all, digits, scale) => `${digits}${scale ? `${scale} de soles` : " soles"}`)
    .replace(new RegExp(`${SPACE}?%`, "g"), " por ciento")
    .replace(ANY_NUMBER, number)
    .replace(SHORT, (name) => WORDS[name])
    .replace(/×/g, " por ")
    .replace(/[→÷=]/g, ", ")
    .replace(/\s+/g, " ")
    .trim();
}
