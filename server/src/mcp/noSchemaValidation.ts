/**
 * Stands in for the schema validator that the protocol's library would load. A server of read-only
 * tools never asks a client for input, so nothing is ever validated; and the real one turns schemas
 * into program text, which nothing that Heddle ships may do.
 */

/** Named and shaped as the library expects it. */
export class AjvJsonSchemaValidator {
  getValidator(): never {
    throw new Error("Heddle's tools validate no schemas: they ask a client for no input.");
  }
}
