// Who may require whom in lua/gatewayc: phase/* → pipeline → <family>/<name> → core/*. An arrow may be skipped, never
// reversed, and members of a family never require each other.
import type { SourceFile } from './files.ts';

const PREFIX = 'gatewayc.';

/** What every nginx with Lua has, Debian's as well as OpenResty's. Everything else a release brings itself. */
const EVERYWHERE =
  /^(resty\.core(\..+)?|resty\.lrucache(\..+)?|cjson(\.safe)?|ngx\..+|bit|ffi|jit(\..+)?|table\.(new|clear|clone|nkeys|isarray)|string\.buffer)$/;

const TOKEN =
  /--\[(=*)\[[\s\S]*?\]\1\]|--[^\n]*|\[(=*)\[([\s\S]*?)\]\2\]|'((?:\\[\s\S]|[^'\\\n])*)'|"((?:\\[\s\S]|[^"\\\n])*)"|[A-Za-z_]\w*|\n|[^\s\w]/g;

/**
 * Every module a Lua source names: `require "x"`, `require("x")`, `pcall(require, "x")`. Comments and strings are not code.
 */
export function requiresOf(source: string): { module: string; line: number }[] {
  const found: { module: string; line: number }[] = [];
  let line = 1;
  let before: string[] = [];
  for (const match of source.matchAll(TOKEN)) {
    const [token] = match;
    const string = match[3] ?? match[4] ?? match[5];
    if (string !== undefined) {
      const [last, lastButOne] = [before.at(-1), before.at(-2)];
      const named = last === 'require' || (lastButOne === 'require' && (last === '(' || last === ','));
      if (named) found.push({ module: string, line });
    }
    line += token.split('\n').length - 1;
    if (!token.startsWith('--') && token !== '\n')
      before = [...before.slice(-1), string === undefined ? token : '""'];
  }
  return found;
}

/**
 * Everything one Lua file does against the law.
 * @returns one line a violation, with file and line; empty when there is none
 */
export function luaViolations({ path, text }: SourceFile): string[] {
  const self = path
    .replace(/^lua\//, '')
    .replace(/(\/init)?\.lua$/, '')
    .replaceAll('/', '.');
  return requiresOf(text).flatMap(({ module, line }) => {
    const problem = module.startsWith(PREFIX) ? ownProblem(self, module) : foreignProblem(module);
    return problem ? [`${path}:${line}: ${problem}`] : [];
  });
}

function ownProblem(self: string, module: string): string | undefined {
  const [from, to] = [rankOf(self), rankOf(module)];
  if (from === RANK.member && to === RANK.member) return `a member of a family may not require ${module}`;
  return to < from ? `${self} may not require ${module}, which stands above it` : undefined;
}

function foreignProblem(module: string): string | undefined {
  return EVERYWHERE.test(module) ? undefined : `"${module}" is not in every nginx with Lua`;
}

const RANK = { phase: 0, pipeline: 1, member: 2, core: 3 } as const;

/**
 * Files beside the rooms (`gatewayc.check`) are entries, like those of the phases. A name that ends in a dot is the start of
 * one that is put together at run time (`require("gatewayc.balancer." .. name)`): some member of a family.
 */
function rankOf(module: string): number {
  const [room = '', ...rest] = module.slice(PREFIX.length).split('.');
  if (module.endsWith('.')) return RANK.member;
  if (room === 'core') return RANK.core;
  if (room === 'pipeline') return RANK.pipeline;
  return room === 'phase' || rest.length === 0 ? RANK.phase : RANK.member;
}
