import { parseTemplate } from '../../../../src/model/template.ts';
import { filterContract } from '../../../contract/filter.ts';

filterContract('query', {
  config: {
    set: [['source', parseTemplate('the gateway')]],
    add: [['tag', parseTemplate('b')]],
    remove: ['debug'],
  },
  before: { query: 'a=1&debug=1&source=x&tag=a&a=%20' },
  after: { query: 'a=1&tag=a&a=%20&source=the%20gateway&tag=b' },
});
