import { assertionContract } from '../../../contract/assertion.ts';

assertionContract('ip', {
  sights: [
    { request: { remote_addr: '10.1.2.3' }, value: '10.1.2.3' },
    { request: { remote_addr: '::ffff:10.1.2.3' }, value: '10.1.2.3' },
    { request: { remote_addr: '2001:db8::1' }, value: '2001:db8::1' },
  ],
});
