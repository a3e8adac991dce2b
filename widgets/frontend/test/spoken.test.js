import assert from "node:assert/strict";
import { test } from "node:test";
import { isSpanish, sentencesOf, spoken } from "../src/reader/spoken.js";

test("a period between digits ends no sentence", () => {
  assert.deepEqual(sentencesOf("El avance fue de 84.4 %. Quedó S/ 95.7 millones sin devengar."), [
    "El avance fue de 84.4 %.", "Quedó S/ 95.7 millones sin devengar.",
  ]);
  assert.deepEqual(sentencesOf("¿Comparado con qué? Mira 2023."), ["¿Comparado con qué?", "Mira 2023."]);
});

for (const [written, heard] of [
  ["S/ 28 373 080", "28373080 soles"],
  ["S/\u00a028\u00a0373\u00a0080 en 2023", "28373080 soles en 2023"],
  ["S/ 95.7 millones", "95 punto 7 millones de soles"],
  ["S/ 1 000 millones", "1000 millones de soles"],
  ["84.4 % del PIM", "84 punto 4 por ciento del pim"],
  ["El PIA y el MEF", "El pía y el mef"],
  ["84 de cada 100", "84 de cada 100"],
]) {
  test(`«${written}» is heard as «${heard}»`, () => assert.equal(spoken(written), heard));
}

test("voices are Spanish however a system writes it", () => {
  assert.deepEqual(["es-PE", "es_US", "es", "spa-x", "ES-mx"].map(isSpanish), Array(5).fill(true));
  assert.deepEqual(["en_US", "est", "pt-BR", ""].map(isSpanish), Array(4).fill(false));
});
