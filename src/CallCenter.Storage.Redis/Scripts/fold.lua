-- KEYS after the three: index of blocks, rows, items, heads of the ledger, ledger, what is archived, then the blocks, the streams of the
--   archive blocks, and the streams of hours and days of each source of which something was archived.
-- ARGV: lease, expected checkpoint, next checkpoint, folded at, ms of log kept for followers, format of the image;
--   number of blocks, each: name, ms to live (0: no end), bytes (none: gone);
--   number of rows, each: field, value; number of rows gone, each: field; then items like rows;
--   number of chunks of the ledger, each: position, when its last visit was over (ms), head, records;
--   moment from which chunks are kept (ms), most bytes of the ledger;
--   number of archive blocks, each: end, bytes;
--   number of sources of which something was archived, each: field, extent, moments from which hours and days are kept (s).
local held = redis.call('HMGET', meta, 'lease', 'checkpoint', 'format')
if held[1] ~= ARGV[1] or held[2] ~= ARGV[2] then return 0 end
-- Another node has raised the image meanwhile.
if tonumber(held[3] or 1) > tonumber(ARGV[6]) then return 0 end
-- A fail-over may have rolled back what this fold contains: then the entry that it ends at is not in the log.
if #redis.call('XRANGE', log, ARGV[3], ARGV[3], 'COUNT', 1) == 0 then return 0 end

local at = 7
local first_archive = 9 + ARGV[7]
local function blocks()
  for i = 1, tonumber(ARGV[at]) do
    local name, life, bytes = ARGV[at + 3 * i - 2], tonumber(ARGV[at + 3 * i - 1]), ARGV[at + 3 * i]
    if bytes == '' then
      redis.call('DEL', KEYS[9 + i])
      redis.call('HDEL', KEYS[4], name)
    else
      if life > 0 then redis.call('SET', KEYS[9 + i], bytes, 'PX', life) else redis.call('SET', KEYS[9 + i], bytes) end
      redis.call('HSET', KEYS[4], name, #bytes)
    end
  end
  at = at + 1 + 3 * ARGV[at]
end
local function fields(command, key, width)
  local first, last = at + 1, at + width * ARGV[at]
  in_pieces(first, last, 1000, function(from, to) redis.call(command, key, unpack(ARGV, from, to)) end)
  at = last + 1
end
blocks()
fields('HSET', KEYS[5], 2)
fields('HDEL', KEYS[5], 1)
fields('HSET', KEYS[6], 2)
fields('HDEL', KEYS[6], 1)
local function ledger()
  local heads, records = KEYS[7], KEYS[8]
  local size = tonumber(redis.call('HGET', meta, 'ledger_bytes') or 0)
  for i = 1, tonumber(ARGV[at]) do
    local position, done, head, data = unpack(ARGV, at + 4 * i - 3, at + 4 * i)
    redis.call('XADD', heads, position, 'h', head, 't', done, 'n', #head + #data)
    redis.call('HSET', records, position, data)
    size = size + #head + #data
  end
  at = at + 1 + 4 * ARGV[at]
  local from, most = tonumber(ARGV[at]), tonumber(ARGV[at + 1])
  while true do
    local oldest = redis.call('XRANGE', heads, '-', '+', 'COUNT', 2)
    if #oldest == 0 then break end
    local fields = oldest[1][2]
    if tonumber(fields[4]) >= from and size <= most then break end
    if oldest[2] then redis.call('XTRIM', heads, 'MINID', '=', oldest[2][1]) else redis.call('XTRIM', heads, 'MAXLEN', '=', 0) end
    redis.call('HDEL', records, oldest[1][1])
    size = size - fields[6]
  end
  redis.call('HSET', meta, 'ledger_bytes', string.format('%.0f', size))
  at = at + 2
end
ledger()
local function archive()
  local count = tonumber(ARGV[at])
  for i = 1, count do
    redis.call('XADD', KEYS[first_archive + i], ARGV[at + 2 * i - 1] .. '-0', 'b', ARGV[at + 2 * i])
  end
  at = at + 1 + 2 * count
  for i = 1, tonumber(ARGV[at]) do
    local field, extent, hours_from, days_from = unpack(ARGV, at + 4 * i - 3, at + 4 * i)
    redis.call('HSET', KEYS[9], field, extent)
    redis.call('XTRIM', KEYS[first_archive + count + 2 * i - 1], 'MINID', '=', hours_from + 1)
    redis.call('XTRIM', KEYS[first_archive + count + 2 * i], 'MINID', '=', days_from + 1)
  end
end
archive()
redis.call('HSET', meta, 'checkpoint', ARGV[3], 'folded', ARGV[4], 'format', ARGV[6])

local checkpoint = tonumber(string.match(ARGV[3], '^%d+'))
local keep = now_ms() - ARGV[5]
redis.call('XTRIM', log, 'MINID', '=', checkpoint < keep and ARGV[3] or string.format('%.0f', keep))
return 1
