-- KEYS after the three: ledger. ARGV: position, records.
if not redis.call('HGET', KEYS[4], ARGV[1]) then return 0 end
redis.call('HSET', KEYS[4], ARGV[1], ARGV[2])
return 1
