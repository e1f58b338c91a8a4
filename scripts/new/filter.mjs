import { rooms, title } from './room.mjs';

/**
 * A filter that works: it sets one response header.
 * @param {string} name in kebab case
 */
export const filterRooms = (name) =>
  rooms(
    { family: 'filter', name },
    {
      descriptor: `import type { FilterFeature } from '../../model/feature.ts';

/** Works on the response only. */
export const feature = {
  family: 'filter',
  name: '${name}',
  aliases: [],
  summary: 'Sets one response header.',
  stages: ['response'],
} as const satisfies FilterFeature;
`,
      lua: `--- ${title(name)}: sets one response header.

local header = ngx.header

local _M = {}

--- @param config \`{header, value}\`
-- @return \`{response = function(req)}\`
function _M.new(config)
  local name, value = config.header, config.value
  return {
    response = function()
      header[name] = value
    end,
  }
end

return _M
`,
      properties: {
        header: { $ref: '../header-name.json', description: 'The header.' },
        value: { description: 'Its value.', type: 'string' },
      },
      test: `import { filterContract } from '../../../contract/filter.ts';

filterContract('${name}', {
  config: { header: 'X-Example', value: 'yes' },
  after: { response: { 'X-Example': 'yes' } },
});
`,
    },
  );
