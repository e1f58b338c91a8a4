import { parseTemplate } from '../../../../src/model/template.ts';
import { filterContract } from '../../../contract/filter.ts';

filterContract('request-headers', {
  config: {
    set: [['X-Set', parseTemplate('new')]],
    add: [['X-Add', parseTemplate('more')]],
    remove: ['referer'],
  },
  before: { request: { 'x-set': 'old', 'X-Add': 'one', Referer: 'a', Accept: '*/*' } },
  after: { request: { 'x-set': 'new', 'X-Add': ['one', 'more'], Accept: '*/*' } },
});
