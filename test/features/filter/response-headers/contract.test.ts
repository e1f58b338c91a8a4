import { parseTemplate } from '../../../../src/model/template.ts';
import { filterContract } from '../../../contract/filter.ts';

filterContract('response-headers', {
  config: {
    set: [['X-Set', parseTemplate('new')]],
    add: [['X-Add', parseTemplate('more')]],
    remove: ['server'],
  },
  before: { response: { 'x-set': 'old', Server: 'a', ETag: '"b"' } },
  after: { response: { 'x-set': 'new', 'X-Add': 'more', ETag: '"b"' } },
});
