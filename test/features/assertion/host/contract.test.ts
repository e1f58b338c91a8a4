import { assertionContract } from '../../../contract/assertion.ts';

assertionContract('host', {
  sights: [
    { request: { host: 'a.example' }, value: 'a.example' },
    { request: { host: 'b.example' }, value: 'b.example' },
  ],
});
