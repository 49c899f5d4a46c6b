// Sends one answered call, as an adapter would, and waits until the server has counted it.
using CallCenter.Client;
using CallCenter.V1;
using Google.Protobuf.WellKnownTypes;

string address = args.Length > 0 ? args[0] : "http://127.0.0.1:50051";
await using EventSender sender = EventSender.Connect(address, new EventSenderOptions
{
    Source = "example",
    OnRejected = rejected => Console.WriteLine($"rejected: {rejected.Reason}: {rejected.Rejection.Message}"),
    OnDisconnected = failure => Console.WriteLine($"disconnected, trying again: {failure.Message}"),
});

DateTimeOffset now = TimeProvider.System.GetUtcNow();
string visit = $"call-{now.ToUnixTimeMilliseconds()}";
await sender.SendAsync(new Event { OccurredTime = Ago(45), VisitQueued = new VisitQueued { VisitId = visit, Queue = "sales" } });
await sender.SendAsync(new Event { OccurredTime = Ago(30), VisitAnswered = new VisitAnswered { VisitId = visit, Agent = "ann" } });
await sender.SendAsync(new Event
{
    OccurredTime = Ago(0),
    VisitEnded = new VisitEnded { VisitId = visit, Outcome = VisitOutcome.CompletedByCustomer },
});
await sender.FlushAsync();
Console.WriteLine($"acked {sender.AckedCount}, rejected {sender.RejectedCount}, last sequence {sender.LastSequence}");

Timestamp Ago(int seconds) => Timestamp.FromDateTimeOffset(now.AddSeconds(-seconds));
