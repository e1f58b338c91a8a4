import { describe, expect, it } from 'vitest';
import { layoutOf } from '../../../src/deploy/layout.ts';
import { logrotateText } from '../../../src/deploy/logrotate.ts';
import { bytes } from '../../../src/model/units.ts';

const log = {
  access: 'access.log',
  error: 'error.log',
  maxSize: bytes(100 * 1024 ** 2),
  maxBackups: 3,
  maxAge: 7,
};

describe('the logrotate file (M241)', () => {
  it('rotates by size and age, and has nginx open its logs again', () => {
    expect(logrotateText(layoutOf('/srv/gw'), log)).toBe(`"/srv/gw/logs/*.log" {
    size 104857600
    rotate 3
    maxage 7
    missingok
    notifempty
    sharedscripts
    postrotate
        [ ! -f '/srv/gw/run/nginx.pid' ] || kill -USR1 "$(cat '/srv/gw/run/nginx.pid')"
    endscript
}
`);
  });
  it('names logs that are kept elsewhere, each once', () => {
    const text = logrotateText(layoutOf('/srv/gw'), {
      ...log,
      access: '/var/log/gw/all.log',
      error: '/var/log/gw/all.log',
    });
    expect(text.split('\n')[0]).toBe('"/srv/gw/logs/*.log" "/var/log/gw/all.log" {');
  });
  it.each(['stdout', 'off', 'stderr'])('names no file for %s', (place) => {
    expect(logrotateText(layoutOf('/srv/gw'), { ...log, access: place }).split('\n')[0]).toBe(
      '"/srv/gw/logs/*.log" {',
    );
  });
  it('quotes a root for the shell', () => {
    expect(logrotateText(layoutOf("/srv/it's"), log)).toContain(`-f '/srv/it'\\''s/run/nginx.pid'`);
  });
});
