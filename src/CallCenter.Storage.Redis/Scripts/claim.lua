-- ARGV: source, the fence that it has, what the mark begins with. Raises the fence: {1, the new mark, id of the last log entry}. It has
-- another: {0}.
-- Compared, so that a claim that arrives late, when nobody waits for it any more, does not take the source from who claimed it since.
-- The fence is a time, so that one that a fail-over rolled back is not handed out a second time.
local held = redis.call('HMGET', marks, '#', ARGV[1])
local last, lost = last_entry(held[1])
if lost then return lost end
local fence, rest = string.match(bare(held[2] or '0:0:0'), '^(%d+)(:.*)$')
if fence ~= ARGV[2] then return {0} end
local mark = ARGV[3] .. string.format('%.0f', math.max(fence + 1, now_ms())) .. rest
redis.call('HSET', marks, ARGV[1], mark)
return {1, mark, last}
