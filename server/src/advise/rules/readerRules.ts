/**
 * Codes whose problems come from reading the project rather than from a rule: the dbt room reports
 * them where it meets them. Listed so that settings, suppressions and pages know every code.
 */
import type { RuleInfo } from "../rule";

export const READER_RULES: readonly RuleInfo[] = [
  {
    code: "ambiguous-ref",
    severity: "error",
    title: "A ref() matches more than one node",
  },
  {
    code: "dependency-cycle",
    severity: "error",
    title: "Models depend on each other in a circle",
  },
  {
    code: "disabled-ref",
    severity: "error",
    title: "A ref() names a node that is disabled",
  },
  {
    code: "duplicate-model-name",
    severity: "error",
    title: "Two nodes of one package share a name",
  },
  {
    code: "duplicate-yaml-key",
    severity: "warning",
    title: "A key stands twice in one YAML mapping; the last one wins",
  },
  {
    code: "env-var-unset",
    severity: "warning",
    title: "env_var() without a default, and no value is known",
  },
  {
    code: "evaluation-error",
    severity: "error",
    title: "Jinja fails while it is evaluated",
  },
  {
    code: "hash-comment-in-jinja-tag",
    severity: "error",
    title: "A # comment stands inside a Jinja tag",
  },
  {
    code: "invalid-config",
    severity: "error",
    title: "A config value has a type that dbt refuses",
  },
  {
    code: "invalid-profile-threads",
    severity: "error",
    title: "threads in profiles.yml is no whole number from 1",
  },
  {
    code: "invalid-project",
    severity: "error",
    title: "dbt_project.yml does not have the form that dbt asks for",
  },
  {
    code: "invalid-properties",
    severity: "error",
    title: "A properties file does not have the form that dbt asks for",
  },
  {
    code: "invalid-rule-settings",
    severity: "warning",
    title: "heddle.yml or the baseline cannot be used as written",
  },
  {
    code: "jinja-syntax",
    severity: "error",
    title: "Jinja that does not parse",
  },
  {
    code: "missing-package",
    severity: "error",
    title: "A package is declared but not installed",
  },
  {
    code: "missing-profile",
    severity: "error",
    title: "The profile or target is not found",
  },
  {
    code: "private-ref",
    severity: "error",
    title: "A ref() to a private model of another group or package",
  },
  {
    code: "sql-comment-in-jinja-tag",
    severity: "error",
    title: "A -- comment stands inside a Jinja tag",
  },
  {
    code: "unknown-macro",
    severity: "error",
    title: "A macro is called that no package defines",
  },
  {
    code: "unknown-ref",
    severity: "error",
    title: "A ref() names nothing in the project",
  },
  {
    code: "unknown-source",
    severity: "error",
    title: "A source() names nothing in the project",
  },
  {
    code: "unreadable-artifact",
    severity: "warning",
    title: "A file of the run history cannot be read",
  },
  {
    code: "unreadable-file",
    severity: "error",
    title: "A file cannot be read as text",
  },
  {
    code: "unused-suppression",
    severity: "hint",
    title: "A comment silences a finding that is not there",
  },
  {
    code: "var-missing",
    severity: "error",
    title: "var() without a default, and no value is given",
  },
  {
    code: "yaml-syntax",
    severity: "error",
    title: "YAML that does not parse",
  },
];
