// core/template.lua: text with run-time variables (D32).
import { describe, expect, it } from 'vitest';
import { parseTemplate, REQUEST_VARIABLES, RESPONSE_VARIABLES } from '../../../src/model/template.ts';
import { withRequest } from './request.ts';

const FACTS = {
  gw_request_id: 'id-1',
  remote_addr: '192.0.2.1',
  host: 'a.example',
  scheme: 'https',
  method: 'PUT',
};

interface Rendered {
  readonly constant: boolean;
  readonly text: string;
}

const render = (texts: readonly string[], state: Readonly<Record<string, unknown>> = {}) =>
  withRequest<Rendered[]>(
    `request(input.facts)
     ngx.now = function() return 1000.25 end
     ngx.req.start_time = function() return 1000.0 end
     local status = 503
     local real = ngx
     ngx = setmetatable({}, { __index = function(_, key) if key == "status" then return status end return real[key] end })
     local template, out = require "gatewayc.core.template", {}
     for i, parts in ipairs(input.templates) do
       local compiled = template.compile(parts)
       local text = type(compiled) == "string" and compiled or compiled(input.state)
       out[i] = { constant = type(compiled) == "string", text = text }
     end
     return out`,
    { input: { facts: FACTS, templates: texts.map(parseTemplate), state: { captures: {}, ...state } } },
  );

describe('template.compile', () => {
  it.each([
    ['', ''],
    ['plain', 'plain'],
    ['$${literal} 100% $x', '${literal} 100% $x'],
  ])('makes a text of %j, once', async (text, wanted) => {
    expect(await render([text])).toEqual([{ constant: true, text: wanted }]);
  });

  it('fills in every variable of the closed list (D32)', async () => {
    const wanted: Readonly<Record<string, string>> = {
      request_id: 'id-1',
      client_ip: '192.0.2.1',
      host: 'a.example',
      method: 'PUT',
      scheme: 'https',
      path: '/p',
      route_id: 'r1',
      service_id: 's1',
      response_time: '0.250',
      status: '503',
    };
    const names = [...REQUEST_VARIABLES, ...RESPONSE_VARIABLES];
    expect(Object.keys(wanted).sort()).toEqual([...names].sort());
    const state = { path: '/p', route: { id: 'r1', service: 's1' } };
    const alone = await render(
      names.map((name) => `\${${name}}`),
      state,
    );
    expect(alone).toEqual(names.map((name) => ({ constant: false, text: wanted[name] })));
    const [all] = await render([names.map((name) => `\${${name}}`).join('-')], state);
    expect(all?.text).toBe(names.map((name) => wanted[name]).join('-'));
  });

  it('is empty where a route has no service, and where a capture did not take part', async () => {
    const [text] = await render(['<${service_id}|${path.x}|${path.id}>'], {
      route: { id: 'r1' },
      captures: { id: '7' },
    });
    expect(text?.text).toBe('<||7>');
  });

  it('refuses a variable that does not exist, at load', async () => {
    await expect(render(['${nonsense}'])).rejects.toThrow('nonsense');
  });

  it('knows whether captures are used, however deep', async () => {
    const script = `local template, out = require "gatewayc.core.template", {}
      for i, value in ipairs(input) do out[i] = template.uses_captures(value) end
      return out`;
    const captured = { set: [['x', parseTemplate('a${path.id}')]] };
    const input = [
      captured,
      { set: [['x', parseTemplate('path.id')]] },
      'capture',
      [],
      { deep: [{ er: [captured] }] },
    ];
    expect(await withRequest(script, { input })).toEqual([true, false, false, false, true]);
  });
});
