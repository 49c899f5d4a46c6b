-- Before every script of a shard. KEYS: marks, log, meta.
local marks, log, meta = KEYS[1], KEYS[2], KEYS[3]

-- The newest stored format: StoredFormat.Newest. A new shard begins with it.
local newest_format = 2

-- The id of the last log entry, given what '#' in the marks says. The three keys are made together and never emptied: a migrating
-- slot would answer TRYAGAIN for a key that is missing, and a key that is missing alone means that Redis has lost it.
local function last_entry(held, format)
  if held then
    if not redis.call('HGET', meta, 'checkpoint') then return nil, redis.error_reply('SHARDLOST the checkpoint is missing') end
    return held
  end
  if redis.call('EXISTS', log, meta) > 0 then return nil, redis.error_reply('SHARDLOST the marks are missing') end
  format = format or newest_format
  redis.call('HSET', marks, '#', '0-0')
  redis.call('XADD', log, 'MAXLEN', 0, '*', 'p', '0-0')
  redis.call('HSET', meta, 'format', format, 'format_written', format, 'format_min_reader', 1, 'checkpoint', '0-0', 'folded', 0)
  return '0-0'
end

-- A mark without the number of its format, which those of format 1 do not have.
local function bare(mark)
  return string.match(mark, '^%d+;(.*)$') or mark
end

local function now_ms()
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end

-- In pieces, since unpack takes a few thousand values at most.
local function in_pieces(first, last, step, run)
  for from = first, last, step do run(from, math.min(from + step - 1, last)) end
end
