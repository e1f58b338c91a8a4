/** Walks the templates as handlebars parses them. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import Handlebars from 'handlebars';
import { TEMPLATES } from '../../src/emit/render.ts';

type Statement = hbs.AST.Statement;

/** The parsed templates by name; `nginx.conf` is the one that includes the others. */
export const templates: ReadonlyMap<string, hbs.AST.Program> = new Map(
  readdirSync(TEMPLATES).map((file) => [
    basename(file, '.hbs'),
    Handlebars.parse(readFileSync(join(TEMPLATES, file), 'utf8')),
  ]),
);

/** One finding: where, and what. */
export type Complaint = string;

const is = <T extends Statement>(node: Statement, type: T['type']): node is T => node.type === type;

/**
 * Says what a template does beyond printing tokens: `tok`, `if`, `each` and partials are all there is, with one path each.
 * @param name of the template
 * @param body its program, or that of a block in it
 */
export function beyondPrinting(name: string, body: hbs.AST.Program): Complaint[] {
  return body.body.flatMap((node): Complaint[] => {
    const place = `${name}:${node.loc.start.line}`;
    if (is<hbs.AST.ContentStatement>(node, 'ContentStatement')) return [];
    if (is<hbs.AST.PartialStatement>(node, 'PartialStatement'))
      return node.params.length === 0 && !node.hash && templates.has(nameOf(node))
        ? []
        : [`${place}: a partial of its own kind`];
    if (is<hbs.AST.MustacheStatement>(node, 'MustacheStatement'))
      return wellFormed(node, ['tok']) && node.escaped
        ? []
        : [`${place}: prints something that is not {{tok path}}`];
    if (!is<hbs.AST.BlockStatement>(node, 'BlockStatement')) return [`${place}: a ${node.type}`];
    if (!wellFormed(node, ['if', 'each']))
      return [`${place}: a block that is neither {{#if path}} nor {{#each path}}`];
    return programs(node).flatMap((program) => beyondPrinting(name, program));
  });
}

/**
 * Finds conditions within conditions, partials followed; an `each` in between begins anew.
 * @param name of the template
 * @param body its program
 * @param inside whether a condition is around it
 */
export function nestedConditions(
  name: string,
  body: hbs.AST.Program,
  inside: 'condition' | 'nothing' = 'nothing',
): Complaint[] {
  return body.body.flatMap((node): Complaint[] => {
    if (is<hbs.AST.PartialStatement>(node, 'PartialStatement')) {
      const partial = templates.get(nameOf(node));
      return partial && inside === 'condition' ? nestedConditions(nameOf(node), partial, inside) : [];
    }
    if (!is<hbs.AST.BlockStatement>(node, 'BlockStatement')) return [];
    const condition = (node.path as hbs.AST.PathExpression).original === 'if';
    const here =
      condition && inside === 'condition' ? [`${name}:${node.loc.start.line}: an if inside an if`] : [];
    return [
      ...here,
      ...programs(node).flatMap((p) => nestedConditions(name, p, condition ? 'condition' : 'nothing')),
    ];
  });
}

/**
 * Looks up every path a template names in a view model, both branches of conditions and every element of lists.
 * @param name of the template
 * @param body its program
 * @param walk `view` the context; `missing` takes the paths it has not, `seen` all places that were looked up
 */
export function lookUp(
  name: string,
  body: hbs.AST.Program,
  walk: { readonly view: unknown; readonly missing: Set<Complaint>; readonly seen: Set<string> },
): void {
  for (const node of body.body) {
    if (is<hbs.AST.PartialStatement>(node, 'PartialStatement'))
      lookUp(nameOf(node), templates.get(nameOf(node)) as hbs.AST.Program, walk);
    if (
      !is<hbs.AST.MustacheStatement>(node, 'MustacheStatement') &&
      !is<hbs.AST.BlockStatement>(node, 'BlockStatement')
    )
      continue;
    const [path] = node.params as hbs.AST.PathExpression[];
    const place = placeOf(name, node, path);
    walk.seen.add(place);
    const value = look(path, walk.view);
    if (value === undefined) walk.missing.add(place);
    if (node.type !== 'BlockStatement') continue;
    const each = (node.path as hbs.AST.PathExpression).original === 'each';
    const views = each ? (Array.isArray(value) ? value : []) : [walk.view];
    for (const view of views)
      for (const program of programs(node as hbs.AST.BlockStatement))
        lookUp(name, program, { ...walk, view });
  }
}

/** Every place {@link lookUp} could see. */
export function places(name: string, body: hbs.AST.Program): string[] {
  return body.body.flatMap((node) => {
    if (
      !is<hbs.AST.MustacheStatement>(node, 'MustacheStatement') &&
      !is<hbs.AST.BlockStatement>(node, 'BlockStatement')
    )
      return [];
    const here = placeOf(name, node, node.params[0] as hbs.AST.PathExpression);
    const inner = is<hbs.AST.BlockStatement>(node, 'BlockStatement')
      ? programs(node).flatMap((p) => places(name, p))
      : [];
    return [here, ...inner];
  });
}

const placeOf = (name: string, node: Statement, path: hbs.AST.PathExpression | undefined): string =>
  `${name}:${node.loc.start.line}:${node.loc.start.column} ${path?.original}`;

const nameOf = (node: hbs.AST.PartialStatement): string => (node.name as hbs.AST.PathExpression).original;

const programs = (node: hbs.AST.BlockStatement): hbs.AST.Program[] =>
  [node.program, node.inverse].filter((program) => program !== undefined && program !== null);

function wellFormed(
  { hash, params, path }: hbs.AST.MustacheStatement | hbs.AST.BlockStatement,
  helpers: string[],
): boolean {
  const [only, ...more] = params;
  return (
    helpers.includes((path as hbs.AST.PathExpression).original) &&
    more.length === 0 &&
    !hash &&
    only?.type === 'PathExpression'
  );
}

/** One name deep, never upwards: what a list needs stands in its elements. */
function look(path: hbs.AST.PathExpression | undefined, view: unknown): unknown {
  if (!path || path.depth > 0 || path.parts.length > 1) return undefined;
  const [part] = path.parts;
  if (part === undefined) return view;
  return typeof view === 'object' && view !== null
    ? (view as Readonly<Record<string, unknown>>)[part]
    : undefined;
}
