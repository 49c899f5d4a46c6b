-- ARGV: source. Raises the fence: the new mark.
-- The fence is a time, so that one that a fail-over rolled back is not handed out a second time.
local held = redis.call('HMGET', marks, '#', ARGV[1])
local last, lost = last_entry(held[1])
if lost then return lost end
local fence, rest = string.match(held[2] or '0:0:0', '^(%d+)(:.*)$')
local mark = string.format('%.0f', math.max(fence + 1, now_ms())) .. rest
redis.call('HSET', marks, ARGV[1], mark)
return mark
