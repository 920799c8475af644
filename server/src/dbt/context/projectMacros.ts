/** The macros of a project and its packages, and how a name finds one. Types only. */
import type { MacroDefinition, Template } from "../../jinja/template";
import type { TemplateText } from "../../jinja/values";
import type { DbtMacro } from "../project";

/** A macro with the template that holds it. */
export interface TableMacro extends DbtMacro {
  readonly template: Template;
  readonly definition: MacroDefinition;
}

export interface MacroTable {
  readonly macros: ReadonlyMap<string, DbtMacro>;
  /** A macro as a plain name finds it in the files of `packageName`. */
  find(packageName: string, name: string): TableMacro | undefined;
  /** A macro of one package. */
  findIn(packageName: string, name: string): TableMacro | undefined;
  /** The macro of that name in the last package that has one. */
  lastNamed(name: string): TableMacro | undefined;
  /** Packages that have macros. */
  has(packageName: string): boolean;
  /** Where a macro's template begins in its file. */
  placeOf(template: TemplateText): { readonly file: string; readonly offset: number } | undefined;
  /** The macro's template that was parsed under this label (`Template.file`). */
  labelled(label: string): Template | undefined;
}
