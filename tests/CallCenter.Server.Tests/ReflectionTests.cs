using CallCenter.V1;
using Grpc.Reflection.V1Alpha;

namespace CallCenter.Server.Tests;

/// <summary>Tools such as grpcurl find the contract without its files.</summary>
public sealed class ReflectionTests
{
    [Fact]
    public async Task Reflection_lists_the_services_of_the_contract_and_health()
    {
        await using var server = await LiveServer.StartAsync();
        using var call = new ServerReflection.ServerReflectionClient(server.Channel).ServerReflectionInfo();

        await call.RequestStream.WriteAsync(new ServerReflectionRequest { ListServices = "" }).WaitAsync(Waits.Limit);
        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(Waits.Limit));
        await call.RequestStream.CompleteAsync().WaitAsync(Waits.Limit);

        var listed = call.ResponseStream.Current.ListServicesResponse.Service.Select(s => s.Name).ToList();
        Assert.Superset(
            new HashSet<string> { IngestService.Descriptor.FullName, KpiService.Descriptor.FullName, "grpc.health.v1.Health" },
            listed.ToHashSet());
    }
}
