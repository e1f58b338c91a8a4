import { expect, it } from 'vitest';
import { word } from '../../../src/emit/token.ts';
import { evalLua } from '../../integration/lua/nginx.ts';

it('nginx itself reads a word as it was, every byte of it (S2)', async () => {
  const codes = Array.from({ length: 256 }, (_, code) => code).filter((code) => code >= 32 && code !== 127);
  const text = `${String.fromCharCode(...codes)} "\\" '\\' {{$x}} # \${y} \\\\ 日本`;
  // The one directive whose word Lua can see before there is a request; nginx puts its own path for ";;".
  const http = `lua_package_cpath ${word(`${text};;`).text};`;
  const found = await evalLua<string>('return package.cpath', { http });
  expect(found.slice(0, text.length + 1)).toBe(`${text};`);
});
