
namespace CallCenter.Server.Tests;

/// <summary>The truth on a master with sentinels.</summary>
public sealed class RedisSentinelTruthTests(OneSentinelSetup redis)
    : ReplicatedTruth(redis.Setup!.Address, _ => redis.Setup.MasterAsync(), redis.Setup.UntilReadyAsync), IClassFixture<OneSentinelSetup>;
