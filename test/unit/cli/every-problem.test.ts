import { describe, expect, it } from 'vitest';
import { GOOD, workbench } from './run-main.ts';

const { run, write } = workbench();

describe('a configuration with problems of every kind', () => {
  it('is told all of them at once, and exits 3', async () => {
    const more = `
  - {id: typo, nodes: [{address: "127.0.0.1:3001"}], load_balancer: {algoritm: round_robin}}
  - {id: users, nodes: [{address: "127.0.0.1:3002"}], timeout: "\${UNSET}"}
`;
    const routes = `routes:
  - {id: lost, path: /lost, service_id: nowhere}
  - {id: slow, path: "~^/(a+)+$", respond: {}}
`;
    write({ 'gateway.yaml': GOOD.replace('routes:\n', routes).trimEnd() + more });
    const { exit, out } = await run(['check', '--format', 'json'], { environment: {} });
    expect(exit).toBe(3);
    const { diagnostics } = JSON.parse(out) as { diagnostics: { code: string; help?: string }[] };
    const codes = diagnostics.map(({ code }) => code);
    expect(codes).toEqual(expect.arrayContaining(['GW1010', 'GW1101', 'GW2001', 'GW2003', 'GW3001']));
    expect(codes).not.toContain('GW1104');
    expect(diagnostics.find(({ code }) => code === 'GW1101')?.help).toBe('did you mean `algorithm`?');
  });
  it('is built by no command, however little is wrong', async () => {
    write({ 'gateway.yaml': `${GOOD}x_note: 1\n` });
    expect(await run(['build', '-o', 'out', '--nginx-flavor', 'debian-1.26'])).toMatchObject({ exit: 3 });
  });
});
