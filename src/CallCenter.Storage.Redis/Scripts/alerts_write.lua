-- KEYS after the three: head, records, ids, ids by revision, open ids. ARGV: fence, smallest kept id, number of kept alerts, most to
--   delete of each; number of alerts, each: id, open (1) or cleared (0), record; ids to delete.
-- 1, or 0 when the fence is not the newest.
local head, records, ids, revisions, open = KEYS[4], KEYS[5], KEYS[6], KEYS[7], KEYS[8]
local held = redis.call('HMGET', head, 'fence', 'revision', 'last')
if held[1] ~= ARGV[1] then return 0 end
local revision, last = tonumber(held[2] or 0), tonumber(held[3] or 0)
local function forget(id)
  redis.call('HDEL', records, id, 'r' .. id, 'a' .. id)
  redis.call('ZREM', ids, id)
  redis.call('ZREM', revisions, id)
  redis.call('ZREM', open, id)
end
local count = tonumber(ARGV[5])
for i = 1, count do
  local id, is_open, record = ARGV[3 + 3 * i], ARGV[4 + 3 * i], ARGV[5 + 3 * i]
  revision, last = math.max(revision + 1, now_ms()), math.max(last, tonumber(id))
  local number = string.format('%.0f', revision)
  redis.call('HSET', records, id, record, 'r' .. id, number)
  redis.call('ZADD', ids, id, id)
  redis.call('ZADD', revisions, number, id)
  if is_open == '1' then redis.call('ZADD', open, id, id) else redis.call('ZREM', open, id) end
end
for i = 6 + 3 * count, #ARGV do forget(ARGV[i]) end

local from, most = tonumber(ARGV[2]), tonumber(ARGV[4])
local beyond = redis.call('ZCARD', ids) - redis.call('ZCARD', open) - ARGV[3]
local oldest = redis.call('ZRANGE', ids, 0, 0)[1]
if oldest and (beyond > 0 or tonumber(oldest) < from) then
  local gone = 0
  for _, id in ipairs(redis.call('ZRANGE', ids, 0, most + redis.call('ZCARD', open))) do
    if gone == most or (gone >= beyond and tonumber(id) >= from) then break end
    if not redis.call('ZSCORE', open, id) then
      forget(id)
      gone = gone + 1
    end
  end
end
redis.call('HSET', head, 'revision', string.format('%.0f', revision), 'last', string.format('%.0f', last))
return 1
