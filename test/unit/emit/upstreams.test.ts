// How nodes are written into nginx.conf.
import { describe, expect, it } from 'vitest';
import { nodeAddress } from '../../../src/emit/view/upstreams.ts';

describe('the address of a node', () => {
  it.each([
    [{ host: '10.0.0.1', port: 80 }, '10.0.0.1:80'],
    [{ host: '10.0.0.1', port: 65_535 }, '10.0.0.1:65535'],
    [{ host: '2001:db8::1', port: 8080 }, '[2001:db8::1]:8080'],
  ])('%j is %s, its port a decimal number (D26)', (node, text) => {
    expect(nodeAddress(node)).toBe(text);
  });
});
