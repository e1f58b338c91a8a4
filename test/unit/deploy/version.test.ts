import { describe, expect, it } from 'vitest';
import { modulesConf, standardModules } from '../../../src/deploy/server.ts';
import { compareVersion, parseVersion } from '../../../src/deploy/version.ts';

const debian = (version: string) => `nginx version: nginx/${version}
built with OpenSSL 3.0.15 3 Sep 2024
TLS SNI support enabled
configure arguments: --with-cc-opt='-g -O2' --prefix=/usr/share/nginx --conf-path=/etc/nginx/nginx.conf --modules-path=/usr/lib/nginx/modules --with-compat
`;
const openresty = `nginx version: openresty/1.27.1.2
built with OpenSSL 3.4.1 11 Feb 2025
configure arguments: --prefix=/usr/local/openresty/nginx --with-cc-opt=-O2 --add-module=../ngx_devel_kit-0.3.3 --add-module=../ngx_lua-0.10.28
`;

describe('what nginx -V says', () => {
  it("reads Debian's nginx, whose Lua is a loadable module", () => {
    expect(parseVersion(debian('1.22.1'))).toEqual({
      name: 'nginx',
      version: '1.22.1',
      flavor: 'debian-1.22',
      linked: false,
      modulesPath: '/usr/lib/nginx/modules',
    });
  });
  it('reads OpenResty, whose Lua is linked in', () => {
    expect(parseVersion(openresty)).toMatchObject({
      version: '1.27.1.2',
      flavor: 'openresty',
      linked: true,
      modulesPath: '/usr/local/openresty/nginx/modules',
    });
  });
  it.each([
    ['1.22.1', 'debian-1.22'],
    ['1.25.0', 'debian-1.22'],
    ['1.25.1', 'debian-1.26'],
    ['1.26.3', 'debian-1.26'],
    ['2.0.0', 'debian-1.26'],
  ])('takes nginx %s for the dialect %s', (version, flavor) => {
    expect(parseVersion(debian(version))?.flavor).toBe(flavor);
  });
  it.each(['', 'bash: no such file', 'nginx version: nginx'])('does not take %j for an nginx', (text) => {
    expect(parseVersion(text)).toBeUndefined();
  });
  it('compares as many numbers as are asked for', () => {
    expect(
      [
        compareVersion('1.22.1', [1, 22]),
        compareVersion('1.9.15', [1, 22]),
        compareVersion('1.30', [1, 22, 5]),
      ].map(Math.sign),
    ).toEqual([0, -1, 1]);
  });
});

describe('load_module lines', () => {
  it('name absolute paths, the kit before Lua', () => {
    expect(modulesConf(standardModules('debian-1.26'))).toBe(
      'load_module /usr/lib/nginx/modules/ndk_http_module.so;\nload_module /usr/lib/nginx/modules/ngx_http_lua_module.so;\n',
    );
  });
  it('are none for OpenResty', () => {
    expect(modulesConf(standardModules('openresty'))).toBeUndefined();
  });
});
