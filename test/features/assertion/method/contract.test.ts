import { assertionContract } from '../../../contract/assertion.ts';

assertionContract('method', {
  sights: [
    { request: { method: 'GET' }, value: 'GET' },
    { request: { method: 'POST' }, value: 'POST' },
  ],
});
