import { assertionContract } from '../../../contract/assertion.ts';

assertionContract('cookie', {
  named: 'session',
  sights: [
    { request: { http_cookie: 'theme=dark; session=AbC=1; session=second' }, value: 'AbC=1' },
    { request: { http_cookie: 'xsession=no' }, value: null },
    { request: {}, value: null },
  ],
});
