/**
 * The SARIF standard's own schema as a validator. The published text is of JSON Schema draft 4;
 * what it uses of that draft means the same in draft 7, but for the name of `id`.
 */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import Ajv, { type ValidateFunction } from "ajv";

const FILE = resolve(import.meta.dirname, "../data/sarif/sarif-schema-2.1.0.json");
const BASE = "file:///src/";

/** Validates a whole log, formats of URIs and times among the rest. */
export function sarifValidator(): ValidateFunction {
  const { $schema: _, id, ...schema } = JSON.parse(readFileSync(FILE, "utf8"));
  const ajv = new Ajv({
    allErrors: true,
    strict: false,
    formats: {
      uri: (text: string) => URL.canParse(text),
      "uri-reference": (text: string) => !/[\s\\]/.test(text) && URL.canParse(text, BASE),
      "date-time": (text: string) => !Number.isNaN(Date.parse(text)),
    },
  });
  return ajv.compile({ ...schema, $id: id });
}
