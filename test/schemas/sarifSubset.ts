/**
 * The part of SARIF 2.1.0 that Heddle writes, with the standard's own limits: what is required,
 * what values a level has, where counting starts.
 */
const region = {
  type: "object",
  required: ["startLine", "startColumn", "endLine", "endColumn"],
  additionalProperties: false,
  properties: {
    startLine: { type: "integer", minimum: 1 },
    startColumn: { type: "integer", minimum: 1 },
    endLine: { type: "integer", minimum: 1 },
    endColumn: { type: "integer", minimum: 1 },
  },
};
const artifactLocation = {
  type: "object",
  required: ["uri"],
  additionalProperties: false,
  properties: {
    uri: { type: "string", pattern: "^[^\\s\\\\]+$" },
    uriBaseId: { type: "string", minLength: 1 },
  },
};
const message = {
  type: "object",
  required: ["text"],
  additionalProperties: false,
  properties: { text: { type: "string", minLength: 1 } },
};
const physicalLocation = {
  type: "object",
  required: ["artifactLocation", "region"],
  additionalProperties: false,
  properties: { artifactLocation, region },
};
const fix = {
  type: "object",
  required: ["artifactChanges"],
  additionalProperties: false,
  properties: {
    description: message,
    artifactChanges: {
      type: "array",
      minItems: 1,
      items: {
        type: "object",
        required: ["artifactLocation", "replacements"],
        additionalProperties: false,
        properties: {
          artifactLocation,
          replacements: {
            type: "array",
            minItems: 1,
            items: {
              type: "object",
              required: ["deletedRegion"],
              additionalProperties: false,
              properties: {
                deletedRegion: region,
                insertedContent: {
                  type: "object",
                  additionalProperties: false,
                  properties: { text: { type: "string" } },
                },
              },
            },
          },
        },
      },
    },
  },
};
const result = {
  type: "object",
  required: ["ruleId", "message", "locations"],
  additionalProperties: false,
  properties: {
    ruleId: { type: "string", minLength: 1 },
    ruleIndex: { type: "integer", minimum: 0 },
    level: { enum: ["none", "note", "warning", "error"] },
    message,
    locations: {
      type: "array",
      minItems: 1,
      items: {
        type: "object",
        required: ["physicalLocation"],
        additionalProperties: false,
        properties: { physicalLocation },
      },
    },
    relatedLocations: {
      type: "array",
      items: {
        type: "object",
        additionalProperties: false,
        properties: { id: { type: "integer", minimum: 0 }, message, physicalLocation },
      },
    },
    fixes: { type: "array", items: fix },
  },
};

export const SARIF_SUBSET = {
  $id: "sarif-2.1.0-subset",
  type: "object",
  required: ["version", "runs"],
  additionalProperties: false,
  properties: {
    $schema: { type: "string" },
    version: { const: "2.1.0" },
    runs: {
      type: "array",
      items: {
        type: "object",
        required: ["tool", "results"],
        additionalProperties: false,
        properties: {
          columnKind: { enum: ["utf16CodeUnits", "unicodeCodePoints"] },
          originalUriBaseIds: {
            type: "object",
            additionalProperties: {
              type: "object",
              required: ["uri"],
              properties: { uri: { type: "string", pattern: "/$" } },
            },
          },
          tool: {
            type: "object",
            required: ["driver"],
            properties: {
              driver: {
                type: "object",
                required: ["name", "rules"],
                properties: {
                  name: { type: "string", minLength: 1 },
                  semanticVersion: { type: "string" },
                  rules: {
                    type: "array",
                    uniqueItems: true,
                    items: {
                      type: "object",
                      required: ["id"],
                      properties: { id: { type: "string", minLength: 1 } },
                    },
                  },
                },
              },
            },
          },
          results: { type: "array", items: result },
        },
      },
    },
  },
} as const;
