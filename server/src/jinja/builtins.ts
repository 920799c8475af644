/** The filters, tests and globals that every template finds: Jinja2's, and dbt's filters. */
import { builtinTests } from "./builtinTests";
import type { Environment } from "./environment";
import { dbtFilters } from "./filters/dbtFilters";
import { functionalFilters } from "./filters/functionalFilters";
import { jsonFilters } from "./filters/jsonFilter";
import { nativeFilters } from "./filters/nativeFilters";
import { numberFilters } from "./filters/numberFilters";
import { partFilters } from "./filters/partFilters";
import { sequenceFilters } from "./filters/sequenceFilters";
import { stringFilters } from "./filters/stringFilters";
import { urlFilters } from "./filters/urlize";
import { builtinGlobals } from "./globals";

/** Jinja2's names plus dbt's filters. */
export const ENVIRONMENT: Environment = {
  filters: new Map([
    ...sequenceFilters,
    ...partFilters,
    ...functionalFilters,
    ...numberFilters,
    ...stringFilters,
    ...jsonFilters,
    ...urlFilters,
    ...dbtFilters,
  ]),
  tests: builtinTests,
  globals: builtinGlobals,
};

/** The same for native rendering, where `as_bool` and its kin convert. */
export const NATIVE_ENVIRONMENT: Environment = {
  ...ENVIRONMENT,
  filters: new Map([...ENVIRONMENT.filters, ...nativeFilters]),
};
