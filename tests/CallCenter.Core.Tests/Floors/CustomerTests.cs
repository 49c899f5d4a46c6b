using CallCenter.Core.Encoding;
using CallCenter.Core.Events;
using CallCenter.Core.Floor;
using CallCenter.Core.Identity;
using CallCenter.Core.Log;
using CallCenter.Core.Measures;

namespace CallCenter.Core.Tests.Floors;

/// <summary>How long and how many customers are known.</summary>
public class CustomerTests
{
    private static readonly Instant Monday = Centre.Moment(0);

    [Fact]
    public void Contacts_beyond_the_limit_count_without_their_customer()
    {
        var floor = new SourceFloor(new FloorOptions { CustomersMax = 1 });
        Queue(floor, "a", "kim", Monday);
        Queue(floor, "b", "kim", Monday);
        Assert.Equal([(SourceLimit.Customers, "Engine:Floor:CustomersMax")], floor.DrainLimitsReached().Select(l => (l.Limit, l.Option)));
        Assert.Single(CustomersOf(floor));
    }

    [Fact]
    public void Contacts_that_are_over_are_known_for_30_days()
    {
        var floor = new SourceFloor(new FloorOptions());
        Queue(floor, "a", "kim", Monday);
        floor.Apply(new VisitEnded("a", VisitOutcome.Abandoned, null, null, false) { OccurredAt = Monday }, Monday, out _);
        floor.Advance(Monday + TimeSpan.FromDays(30));
        Assert.Single(CustomersOf(floor));
        floor.Advance(Monday + TimeSpan.FromDays(30) + TimeSpan.FromMilliseconds(1));
        Assert.Empty(CustomersOf(floor));
    }

    [Fact]
    public void The_id_of_a_customer_is_forgotten_on_request()
    {
        var floor = new SourceFloor(new FloorOptions());
        Queue(floor, "a", "kim", Monday);
        var kim = new ForgottenContact("kim", "kim");
        Assert.True(floor.Find(kim).CanErase);
        Assert.True(ContactTraces.In(floor.AllItems, kim).CanErase);
        floor.Forget(kim);
        Assert.False(floor.Find(kim).CanErase);
        Assert.Empty(CustomersOf(floor));
        Queue(floor, "b", "kim", Monday);
        var deltas = floor.DrainChanges(StoredFormat.Newest).Deltas;
        Assert.Equal((2, 0), (CountOf(deltas, Measure.CustomerContacts), CountOf(deltas, Measure.RepeatContacts)));
    }

    [Fact]
    public void A_visit_without_a_customer_leaves_nothing()
    {
        var floor = new SourceFloor(new FloorOptions());
        Queue(floor, "a", "", Monday);
        Assert.Empty(CustomersOf(floor));
    }

    private static long CountOf(List<Delta> deltas, Measure measure) => deltas.Where(d => d.Measure == measure).Sum(d => d.Value);

    private static List<FloorItem> CustomersOf(SourceFloor floor)
        => [.. floor.AllItems.Where(item => item.Key.Kind == FloorItemKind.CustomerContact)];

    private static void Queue(SourceFloor floor, string visit, string customer, Instant at)
        => floor.Apply(new VisitQueued(visit, visit, Centre.TraitsOf("sales")) { CustomerId = customer, OccurredAt = at }, at, out _);
}
