import { assertionContract } from '../../../contract/assertion.ts';

assertionContract('header', {
  named: 'X-Color',
  sights: [
    { request: { http_x_color: 'blue' }, value: 'blue' },
    { request: { http_x_other: 'red' }, value: null },
    { request: { http_x_color: '' }, value: '' },
  ],
});
