-- KEYS after the three: head, records, ids by revision. ARGV: id, acknowledgement. 1, or 0 when there is no such alert, or it has one.
local head, records, revisions, id = KEYS[4], KEYS[5], KEYS[6], ARGV[1]
local held = redis.call('HMGET', records, id, 'a' .. id)
if not held[1] or held[2] then return 0 end
local revision = string.format('%.0f', math.max(tonumber(redis.call('HGET', head, 'revision') or 0) + 1, now_ms()))
redis.call('HSET', records, 'a' .. id, ARGV[2], 'r' .. id, revision)
redis.call('ZADD', revisions, revision, id)
redis.call('HSET', head, 'revision', revision)
return 1
