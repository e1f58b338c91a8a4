import { assertionContract } from '../../../contract/assertion.ts';

assertionContract('query', {
  named: 'q',
  sights: [
    { request: { args: { q: 'one' } }, value: 'one' },
    { request: { args: { q: ['first', 'second'] } }, value: 'first' },
    { request: { args: { q: true } }, value: '' },
    { request: { args: { Q: 'one' } }, value: null },
  ],
});
