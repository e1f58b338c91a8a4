import { expect, it } from 'vitest';
import { word } from '../../../src/emit/token.ts';
import { evalLua } from '../../integration/lua/nginx.ts';

it('nginx itself reads a word as it was, every byte of it (S2)', async () => {
  const printable = Array.from({ length: 256 }, (_, code) => String.fromCharCode(code)).filter(
    (char) => !/[\0-\x1f\x7f]/.test(char),
  );
  const text = `${printable.join('')} "\\" '\\' {{$x}} # \${y} \\\\ 日本`;
  // The one directive whose word Lua can see before there is a request; nginx puts its own path for ";;".
  const http = `lua_package_cpath ${word(`${text};;`).text};`;
  const found = await evalLua<string>('return package.cpath', { http });
  expect(found.slice(0, text.length + 1)).toBe(`${text};`);
});
