/** The little of nunjucks that the benchmark calls; the package ships no types. */
declare module "nunjucks" {
  export class Environment {
    constructor(loader: null, options: { readonly autoescape: boolean });
  }
  export class Template {
    constructor(source: string, environment: Environment, path: string, eager: boolean);
    render(context: object): string;
  }
}
declare module "nunjucks/src/parser" {
  export function parse(source: string): object;
}
