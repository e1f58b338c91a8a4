import { assertionContract } from '../../../contract/assertion.ts';

assertionContract('path', {
  sights: [
    { request: {}, path: '/a', value: '/a' },
    { request: { uri: '/other' }, path: '/a/b c', value: '/a/b c' },
  ],
});
