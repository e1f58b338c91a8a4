// core/template.lua: templates that make a URL or a path.
import { describe, expect, it } from 'vitest';
import { parseTemplate } from '../../../src/model/template.ts';
import { withRequest } from './request.ts';

const render = (template: string, captures: Readonly<Record<string, string>>, path = '/p') =>
  withRequest<string>(
    `request { host = "a.example" }
     local compiled = require("gatewayc.core.template").compile_url(input.template)
     return type(compiled) == "string" and compiled or compiled(input.state)`,
    { input: { template: parseTemplate(template), state: { captures, path } } },
  );

describe('template.compile_url', () => {
  it('leaves its own text as it is', async () => {
    expect(await render('https://x.example/a%2Fb?q=1#f', {})).toBe('https://x.example/a%2Fb?q=1#f');
  });

  it.each([
    ['/to/${path.x}', 'a b/ü\r\nX: 1', '/to/a%20b/%C3%BC%0D%0AX:%201'],
    ['/to/${path.x}', '50%?#"<>\\', '/to/50%25%3F%23%22%3C%3E%5C'],
    ['/find?q=${path.x}', 'a&b=c/d+e', '/find?q=a%26b%3Dc%2Fd%2Be'],
    ['/page#${path.x}', 'a/b', '/page#a%2Fb'],
    ['https://${host}/${path.x}', 'a/b', 'https://a.example/a/b'],
  ])('percent-encodes what comes from the path: %s (S4)', async (template, x, wanted) => {
    expect(await render(template, { x })).toBe(wanted);
  });

  it.each([
    ['/${path.x}', '/evil.example/'],
    ['${path}', '//evil.example/'],
  ])('never makes a host of a path: %s', async (template, text) => {
    expect(await render(template, { x: text }, text)).toBe('/evil.example/');
  });

  it('keeps the two slashes of an absolute URL', async () => {
    expect(await render('https://x.example${path}', {}, '/a')).toBe('https://x.example/a');
  });
});
