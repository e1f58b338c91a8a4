--- Conditions on a request, compiled once per worker into closures (D4-D7).
--
-- A test that cannot be decided, because the regex engine gives up, is neither true nor false: it is nil, and
-- whoever asked refuses the request (S7).

local ip = require("gatewayc.core.ip")
local find, sub, lower = string.find, string.sub, string.lower
local re_find = ngx.re.find
local var = ngx.var
local ipairs = ipairs

local _M = {}

local function any_of(values, compare)
  if #values == 1 then
    local only = values[1]
    return function(subject)
      return compare(subject, only)
    end
  end
  return function(subject)
    for i = 1, #values do
      if compare(subject, values[i]) then
        return true
      end
    end
    return false
  end
end

local operators = {}

function operators.equals(test)
  return any_of(test.values, function(subject, value)
    return subject == value
  end)
end

function operators.contains(test)
  return any_of(test.values, function(subject, value)
    return find(subject, value, 1, true) ~= nil
  end)
end

function operators.starts_with(test)
  return any_of(test.values, function(subject, value)
    return sub(subject, 1, #value) == value
  end)
end

function operators.ends_with(test)
  return any_of(test.values, function(subject, value)
    return value == "" or sub(subject, -#value) == value
  end)
end

-- Returns nil, not false, when PCRE fails: undecided.
function operators.matches(test)
  local flags = test.caseSensitive and "jo" or "joi"
  local patterns = test.values
  return function(subject)
    local undecided
    for i = 1, #patterns do
      local from, _, err = re_find(subject, patterns[i], flags)
      if from then
        return true
      end
      undecided = undecided or err
    end
    if undecided then
      ngx.log(ngx.ERR, "condition not decided: ", undecided)
      return nil
    end
    return false
  end
end

function operators.in_cidr(test)
  local networks = {}
  for i, value in ipairs(test.values) do
    networks[i] = assert(ip.network(value), value)
  end
  return function()
    local address = ip.canonical(var.binary_remote_addr)
    for i = 1, #networks do
      if networks[i](address) then
        return true
      end
    end
    return false
  end
end

local function compile_test(test, subject_of)
  local read = subject_of(test.subject).reader(test.name)
  local negate = test.negate
  if test.operator == "exists" then
    return function(path)
      return (read(path) ~= nil) ~= negate
    end
  end
  local holds = operators[test.operator](test)
  -- A regex folds by itself, and only where it does not say otherwise.
  local fold = not test.caseSensitive and test.operator ~= "matches"
  return function(path)
    local subject = read(path)
    if subject == nil then
      return negate
    end
    local result = holds(fold and lower(subject) or subject)
    if result == nil then
      return nil
    end
    return result ~= negate
  end
end

--- Compiles a condition.
-- @param condition `{kind = "test", …}` or `{kind = "all"|"any", of = {…}}` from the data file
-- @param subject_of function from the name of an assertion feature to its module
-- @return function(path) to boolean, or nil when it cannot be decided; `path` is the decoded canonical path
function _M.compile(condition, subject_of)
  if condition.kind == "test" then
    return compile_test(condition, subject_of)
  end
  local parts = {}
  for i, part in ipairs(condition.of) do
    parts[i] = _M.compile(part, subject_of)
  end
  local all = condition.kind == "all"
  return function(path)
    local result = all
    for i = 1, #parts do
      local holds = parts[i](path)
      if holds == not all then
        return holds
      elseif holds == nil then
        result = nil
      end
    end
    return result
  end
end

return _M
