import { describe, expect, it } from 'vitest';
import { filesBelow } from './files.ts';
import { violations } from './import-law.ts';
import { luaViolations, requiresOf } from './lua-law.ts';
import { importsOf, usesOf } from './typescript.ts';

describe('the import law', () => {
  it('holds in src', () => {
    const sources = filesBelow('src').filter(({ path }) => path.endsWith('.ts'));
    expect(sources.flatMap(violations)).toEqual([]);
  });
  it('holds in lua', () => {
    const sources = filesBelow('lua').filter(({ path }) => path.endsWith('.lua'));
    expect(sources.flatMap(luaViolations)).toEqual([]);
  });
});

describe('the reading of TypeScript', () => {
  it('finds every form of import', () => {
    const source = [
      `import a from 'one';`,
      `import type { B,\n  C } from "two";`,
      `import 'three';`,
      `export * from 'four';`,
      `export { d } from 'five';`,
      `const e = await import('six');`,
      `let f: import('seven').F;`,
      `const g = require('eight');`,
      'const h = `${await import("nine")} from "not-this"`;',
    ].join('\n');
    const names = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];
    expect(importsOf(source).map(({ specifier }) => specifier)).toEqual(names);
    expect(importsOf(source)[1]).toEqual({ specifier: 'two', line: 3 });
  });
  it('takes comments, strings, templates and regular expressions for what they are', () => {
    const source = [
      `// import a from 'one';`,
      `/* export * from 'two'; */`,
      `const b = "import c from 'three'";`,
      "const d = `import e from 'four' ${b} from 'five'`;",
      `const f = /from 'six' \\/ ["/]/.test(b) ? 1 / 2 : 3;`,
      `const g = [Array.from('seven'), b];`,
      `import h from 'eight';`,
    ].join('\n');
    expect(importsOf(source)).toEqual([{ specifier: 'eight', line: 7 }]);
  });
  it('finds a global, and no property or key of its name', () => {
    expect(usesOf(`a(process.env.X);\nglobalThis.process.exit();\nprocess?.x`, 'process')).toEqual([1, 2, 3]);
    expect(usesOf(`a.process.b; const c = { process: 1 }; // process.env\n'process.env'`, 'process')).toEqual(
      [],
    );
  });
});

describe('the law for src', () => {
  const check = (path: string, text: string) => violations({ path, text });
  it.each([
    ['src/emit/nginx.ts', `import { x } from '../model/gateway.ts';`],
    ['src/emit/nginx.ts', `import { x } from './directives/token.js';\nimport Handlebars from 'handlebars';`],
    ['src/check/rules/a.ts', `import { registry } from '../../features/registry.ts';`],
    ['src/features/registry.ts', `import { a } from './balancer/random.ts';`],
    ['src/features/balancer/random.ts', `import type { F } from '../../model/feature.ts';`],
    ['src/features/balancer/random.ts', `import { helper } from './random/weights.ts';`],
    [
      'src/cli/main.ts',
      `import { spawn } from 'node:child_process';\nprocess.exit(await run(process.argv));`,
    ],
    ['src/input/yaml.ts', `import { parseDocument } from 'yaml';`],
  ])('allows in %s: %s', (path, text) => {
    expect(check(path, text)).toEqual([]);
  });
  it.each([
    ['src/model/a.ts', `import { x } from '../input/b.ts';`, 'model may not use input'],
    ['src/lower/a.ts', `export { x } from '../passes/b.js';`, 'lower may not use passes'],
    ['src/deploy/a.ts', `type X = import('../cli/b.ts').X;`, 'deploy may not use cli'],
    ['src/check/a.ts', `import { x } from '../features/balancer/random.ts';`, 'not by name'],
    ['src/model/a.ts', `import { x } from '../features/registry.ts';`, 'comes before the features'],
    ['src/features/balancer/a.ts', `import { x } from './b.ts';`, 'a feature uses only'],
    ['src/features/balancer/a.ts', `import { x } from '../registry.ts';`, 'a feature uses only'],
    ['src/features/balancer/a.ts', `import { x } from '../../check/b.ts';`, 'a feature uses only'],
    ['src/check/a.ts', `import Ajv from 'ajv/dist/2020.js';`, 'ajv is only for schema'],
    ['src/check/a.ts', `import { parse } from 'yaml';`, 'yaml is only for input'],
    ['src/lower/a.ts', `import h from 'handlebars';`, 'handlebars is only for emit'],
    ['src/emit/a.ts', `import { spawn } from 'node:child_process';`, 'only for deploy and cli'],
    ['src/emit/a.ts', `import { spawn } from 'node:child_process';`, 'only for deploy and cli'],
    ['src/deploy/a.ts', `const x = process.env.HOME;`, 'process is only for cli'],
    ['src/deploy/a.ts', `import { env } from 'node:process';`, 'node:process is only for cli'],
    ['src/deploy/a.ts', `console.log(1);`, 'console is only for cli'],
    ['src/helpers/a.ts', ``, 'not in a room'],
    ['src/a.ts', ``, 'not in a room'],
  ])('refuses in %s: %s', (path, text, problem) => {
    expect(check(path, text)).toEqual([expect.stringContaining(problem)]);
  });
});

describe('the law for lua', () => {
  const check = (path: string, text: string) => luaViolations({ path: `lua/gatewayc/${path}.lua`, text });
  it('finds every form of require, and none in comments and strings', () => {
    const source = [
      `local a = require "one"`,
      `local b = require('two')`,
      `local ok, c = pcall(require, "three")`,
      `local d = require [[four]]`,
      `-- require "five"`,
      `--[[ require "six"`,
      `]]`,
      `local e = 'require "seven"'`,
    ].join('\n');
    expect(requiresOf(source)).toEqual([
      { module: 'one', line: 1 },
      { module: 'two', line: 2 },
      { module: 'three', line: 3 },
      { module: 'four', line: 4 },
    ]);
  });
  it.each([
    ['phase/access', `require "gatewayc.pipeline"`],
    ['phase/access', `require "gatewayc.core.json"`],
    ['pipeline', `require "gatewayc.limiter.token_bucket"`],
    [
      'limiter/token_bucket',
      `require "gatewayc.core.clock"; require "resty.lrucache"; require "ngx.balancer"`,
    ],
    ['core/json', `require "gatewayc.core.bytes"; require "ffi"`],
  ])('allows in %s: %s', (path, text) => {
    expect(check(path, text)).toEqual([]);
  });
  it.each([
    ['core/json', `require "gatewayc.limiter.token_bucket"`, 'stands above it'],
    ['limiter/token_bucket', `require("gatewayc.pipeline")`, 'stands above it'],
    ['limiter/token_bucket', `pcall(require, "gatewayc.limiter.leaky_bucket")`, 'a member of a family'],
    ['limiter/token_bucket', `require "gatewayc.auth.jwt"`, 'a member of a family'],
    ['pipeline', `require "gatewayc.phase.access"`, 'stands above it'],
    ['core/http', `require "resty.http"`, 'not in every nginx'],
  ])('refuses in %s: %s', (path, text, problem) => {
    expect(check(path, text)).toEqual([expect.stringContaining(problem)]);
  });
});
