-- KEYS after the three: head, records, ids, ids by revision, open ids. ARGV: what (open, changed after, before), a revision or an id, most.
-- {revision, then of each: id, its revision, open (1) or cleared (0), record, acknowledgement (none: empty)}.
local head, records, open = KEYS[4], KEYS[5], KEYS[8]
local found
if ARGV[1] == 'open' then
  found = redis.call('ZRANGE', open, 0, -1)
elseif ARGV[1] == 'changed' then
  found = redis.call('ZRANGE', KEYS[7], '(' .. ARGV[2], '+inf', 'BYSCORE', 'LIMIT', 0, ARGV[3])
else
  found = redis.call('ZRANGE', KEYS[6], '(' .. ARGV[2], '-inf', 'BYSCORE', 'REV', 'LIMIT', 0, ARGV[3])
end
local answer = {redis.call('HGET', head, 'revision') or '0'}
for _, id in ipairs(found) do
  local held = redis.call('HMGET', records, id, 'r' .. id, 'a' .. id)
  if held[1] then
    local at = #answer
    answer[at + 1], answer[at + 2], answer[at + 3] = id, held[2], redis.call('ZSCORE', open, id) and '1' or '0'
    answer[at + 4], answer[at + 5] = held[1], held[3] or ''
  end
end
return answer
