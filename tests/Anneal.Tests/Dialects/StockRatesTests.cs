using Anneal.Dialects;
using Anneal.Schedules;

namespace Anneal.Tests.Dialects;

/// <summary>
/// What frameworks make of their own arguments: updates 1 … 10 to four decimals, peak 1, a warm-up of 3, a decay of 4 where there is a
/// plateau, floor 0.1. Rows marked "run" come from the framework's own class, run; "source" ones were computed from its source.
/// </summary>
public sealed class StockRatesTests
{
    const string Hf = "learning_rate=1\nmax_steps=10\nwarmup_steps=3\n";
    const string Wsd = "lr_scheduler_type=\"warmup_stable_decay\"\nlr_scheduler_kwargs={\"num_decay_steps\": 4, \"min_lr_ratio\": 0.1, \"decay_type\": ";
    const string Megatron = "--train-iters 10 --lr 1 --min-lr 0.1 --lr-warmup-iters 3 --lr-decay-iters 10 --lr-decay-style";
    const string Torch = "lr = 1\nsteps = 10\n";
    const string Timm = "lr = 1\nsteps = 10\nCosineLRScheduler(optimizer, t_initial=10, lr_min=0.1, warmup_t=3, t_in_epochs=False, warmup_prefix=";

    public static TheoryData<string, string, double[]> Rows => new()
    {
        // source
        { "huggingface", $"{Hf}lr_scheduler_type=\"linear\"", [0, .3333, .6667, 1, .8571, .7143, .5714, .4286, .2857, .1429] },
        { "huggingface", $"{Hf}lr_scheduler_type=\"cosine\"", [0, .3333, .6667, 1, .9505, .8117, .6113, .3887, .1883, .0495] },
        { "huggingface", $"{Hf}lr_scheduler_type=\"cosine_with_min_lr\"\nlr_scheduler_kwargs={{\"min_lr\": 0.1}}", [0, .3333, .6667, 1, .9554, .8306, .6501, .4499, .2694, .1446] },
        { "huggingface", $"{Hf}lr_scheduler_type=\"cosine_warmup_with_min_lr\"\nlr_scheduler_kwargs={{\"min_lr\": 0.1}}", [.3333, .6667, 1, .9554, .8306, .6501, .4499, .2694, .1446, .1] },
        { "huggingface", $"{Hf}{Wsd}\"linear\"}}", [.1, .4, .7, 1, 1, 1, 1, .7750, .5500, .3250] },
        { "huggingface", $"{Hf}{Wsd}\"cosine\"}}", [.1, .4, .7, 1, 1, 1, 1, .8682, .5500, .2318] },
        { "huggingface", $"{Hf}{Wsd}\"1-sqrt\"}}", [.1, .4, .7, 1, 1, 1, 1, .5500, .3636, .2206] },
        // run
        { "pytorch", $"{Torch}SequentialLR(optimizer, [LinearLR(optimizer, 1/3, 1, 3), CosineAnnealingLR(optimizer, 7, 0.1)], milestones=[3])", [.3333, .5556, .7778, 1, .9554, .8306, .6501, .4499, .2694, .1446] },
        { "pytorch", $"{Torch}OneCycleLR(optimizer, max_lr=1, total_steps=10)", [.04, .52, 1, .9505, .8117, .6113, .3887, .1883, .0495, 0] },
        { "pytorch", $"{Torch}CosineAnnealingLR(optimizer, T_max=5)", [1, .9045, .6545, .3455, .0955, 0, .0955, .3455, .6545, .9045] },
        { "pytorch", $"{Torch}ChainedScheduler([ConstantLR(optimizer, .1, 3), ExponentialLR(optimizer, .9)])", [.1, .09, .081, .729, .6561, .5905, .5314, .4783, .4305, .3874] },
        { "megatron", $"{Megatron} cosine", [0, .3333, .6667, 1, .9554, .8306, .6501, .4499, .2694, .1446] },
        { "megatron", $"{Megatron} linear", [0, .3333, .6667, 1, .8714, .7429, .6143, .4857, .3571, .2286] },
        { "megatron", $"{Megatron} inverse-square-root", [0, .3333, .6667, 1, .8660, .7746, .7071, .6547, .6124, .5774] },
        { "megatron", $"{Megatron} WSD --lr-wsd-decay-iters 4 --lr-wsd-decay-style linear", [0, .3333, .6667, 1, 1, 1, 1, .7750, .5500, .3250] },
        { "megatron", $"{Megatron} WSD --lr-wsd-decay-iters 4 --lr-wsd-decay-style cosine", [0, .3333, .6667, 1, 1, 1, 1, .8682, .5500, .2318] },
        { "megatron", $"{Megatron} WSD --lr-wsd-decay-iters 4", [0, .3333, .6667, 1, 1, 1, 1, .7136, .4728, .2703] },
        { "megatron", $"{Megatron} WSD --lr-wsd-decay-iters 4 --lr-wsd-decay-style minus_sqrt", [0, .3333, .6667, 1, 1, 1, 1, .5500, .3636, .2206] },
        { "deepspeed", "{\"steps\": 10, \"scheduler\": {\"type\": \"WarmupLR\", \"params\": {\"warmup_max_lr\": 1, \"warmup_num_steps\": 3}}}", [0, 0, .6309, 1, 1, 1, 1, 1, 1, 1] },
        { "deepspeed", "{\"scheduler\": {\"type\": \"WarmupDecayLR\", \"params\": {\"total_num_steps\": 10, \"warmup_max_lr\": 1, \"warmup_num_steps\": 3, \"warmup_type\": \"linear\"}}}", [0, 0, .3333, .6667, 1, .8571, .7143, .5714, .4286, .2857] },
        { "deepspeed", "{\"optimizer\": {\"type\": \"AdamW\", \"params\": {\"lr\": 1}}, \"scheduler\": {\"type\": \"WarmupCosineLR\", \"params\": {\"total_num_steps\": 10, \"warmup_num_steps\": 3, \"cos_min_ratio\": 0.1, \"warmup_type\": \"linear\"}}}", [0, 0, .3333, .6667, .9554, .8306, .6501, .4499, .2694, .1446] },
        { "timm", $"{Timm}False)", [0, .3333, .6667, .8145, .6891, .5500, .4109, .2855, .1859, .1220] },
        { "timm", $"{Timm}True)", [0, .3333, .6667, 1, .9780, .9141, .8145, .6891, .5500, .4109] },
        // source; versions without the virtual last step differ
        { "torchtitan", "[optimizer]\nlr = 1\n[training]\nsteps = 10\n[lr_scheduler]\nwarmup_steps = 3\ndecay_ratio = 0.4\ndecay_type = \"linear\"\nmin_lr_factor = 0.1", [.3333, .6667, 1, 1, 1, 1, 1, .7750, .5500, .3250] },
        { "olmo-core", "lr = 1\nsteps = 10\nWSD(warmup=3, decay=4, decay_fraction=None, decay_min_lr=0.1)", [.3333, .6667, 1, 1, 1, 1, .7750, .5500, .3250, .1] },
        // doubtful: not run, and read from an account of the source
        { "nanochat", "--num-iterations=10 --warmup-steps=3 --warmdown-ratio=0.4 --final-lr-frac=0.1", [.3333, .6667, 1, 1, 1, 1, 1, .7750, .5500, .3250] },
        { "nanogpt", "learning_rate = 1\nmax_iters = 10\nwarmup_iters = 3\nlr_decay_iters = 10\nmin_lr = 0.1", [.25, .5, .75, 1, .9554, .8306, .6501, .4499, .2694, .1446] },
        // doubtful, likewise
        { "llm-c", "-x 10 -l 1 -u 3 -q 0.1 -k cosine", [.3333, .6667, 1, 1, .9554, .8306, .6501, .4499, .2694, .1446] },
        { "llm-c", "-x 10 -l 1 -u 3 -q 0.1 -k wsd", [.3333, .6667, 1, 1, 1, 1, 1, 1, 1, .3636] },
        { "optax", "steps = 10\noptax.warmup_cosine_decay_schedule(0, 1, 3, 10, 0.1)", [0, .3333, .6667, 1, .9554, .8306, .6501, .4499, .2694, .1446] },
        { "keras", "steps = 10\nkeras.optimizers.schedules.CosineDecay(0, 7, 0.1, warmup_target=1, warmup_steps=3)", [0, .3333, .6667, 1, .9554, .8306, .6501, .4499, .2694, .1446] },
        // source: schedulers step before the timestamp advances, from 0.11 on; before, there is one 0
        { "composer", "lr = 1\nsteps = 10\nCosineAnnealingWithWarmupScheduler(\"3ba\", \"10ba\", 0.1)", [0, 0, .3333, .6667, 1, .9554, .8306, .6501, .4499, .2694] },
        { "lightning", "lr = 1\nsteps = 10\nreturn_value = {\"scheduler\": CosineAnnealingLR(optimizer, T_max=5), \"interval\": \"step\"}", [1, .9045, .6545, .3455, .0955, 0, .0955, .3455, .6545, .9045] },
    };

    [Theory, MemberData(nameof(Rows))]
    public void Stock_arguments_give_the_framework_s_rates(string target, string arguments, double[] rates) => Near(rates, Exports.Read(arguments, target));

    [Fact]
    public void A_paper_s_own_code_is_a_line_of_the_notation() => Near( // doubtful: epfml's wsd, whose warm-up begins at a hundredth
        [.01, .34, .67, 1, 1, 1, 1, .7750, .5500, .3250], ScheduleNotation.Parse("linear(0.01, 1, 3) then constant(1, 3) then linear(1, 0.1, 4)"));

    [Fact]
    public void Optax_counts_the_warmup_in_decay_steps_and_keras_does_not() => Assert.Equal(
        Exports.Read("optax.warmup_cosine_decay_schedule(0, 1e-3, 30, 100, 1e-4)", "optax", new ImportOptions { Steps = 100 }).ToArray(),
        Exports.Read("CosineDecay(0, 70, alpha=0.1, warmup_target=1e-3, warmup_steps=30)", "keras").ToArray());

    [Fact]
    public void Keras_without_a_target_has_no_warmup() =>
        Assert.Equal(new Cosine(1, 0, 10), Exports.Read("CosineDecay(1.0, 10, warmup_steps=3)", "keras"));

    [Fact]
    public void A_boundary_belongs_to_the_value_after_it_in_optax_and_before_it_in_keras()
    {
        Assert.Equal([1, 1, .5, .5], Exports.Read("piecewise_constant_schedule(1.0, {2: 0.5})", "optax", new ImportOptions { Steps = 4 }).ToArray());
        Assert.Equal([1, 1, 1, .5], Exports.Read("PiecewiseConstantDecay([2], [1.0, 0.5])", "keras", new ImportOptions { Steps = 4 }).ToArray());
    }

    [Fact]
    public void Optax_takes_no_steps_for_no_transition() =>
        Assert.Equal(new Constant(1, 5), Exports.Read("linear_schedule(1.0, 0.0, 0)", "optax", new ImportOptions { Steps = 5 }));

    [Fact]
    public void A_warmup_below_one_step_is_a_ratio_in_transformers_5() => Assert.Equal(
        Exports.Read("learning_rate=1\nmax_steps=100\nwarmup_steps=30\nlr_scheduler_type=\"cosine\"", "hf"),
        Exports.Read("TrainingArguments(learning_rate=1, max_steps=100, warmup_steps=0.3, lr_scheduler_type=\"cosine\")", "hf"));

    [Fact]
    public void Steps_outdo_a_ratio_in_transformers_4() => Assert.Equal(
        Exports.Read("learning_rate=1\nmax_steps=100\nwarmup_steps=30\nlr_scheduler_type=\"cosine\"", "hf"),
        Exports.Read("learning_rate=1\nmax_steps=100\nwarmup_steps=30\nwarmup_ratio=0.1\nlr_scheduler_type=\"cosine\"", "hf"));

    [Fact]
    public void Get_scheduler_is_read_too() => Assert.Equal(
        Exports.Read("learning_rate=1\nmax_steps=100\nwarmup_steps=30\nlr_scheduler_type=\"linear\"", "hf"),
        Exports.Read("lr = 1\nget_scheduler(\"linear\", optimizer, num_warmup_steps=30, num_training_steps=100)", "hf"));

    [Fact]
    public void Deepspeed_raises_a_warmup_of_one_to_two() => Assert.Equal(
        Exports.Read("{\"steps\": 9, \"type\": \"WarmupLR\", \"warmup_max_lr\": 1, \"warmup_num_steps\": 2}", "deepspeed"),
        Exports.Read("{\"steps\": 9, \"type\": \"WarmupLR\", \"warmup_max_lr\": 1, \"warmup_num_steps\": 1}", "deepspeed"));

    [Fact]
    public void Deepspeed_s_optimizer_may_stand_after_its_scheduler() => Assert.Equal(
        Exports.Read("{\"optimizer\": {\"type\": \"AdamW\"}, \"scheduler\": {\"type\": \"WarmupLR\", \"params\": {\"warmup_max_lr\": 1}}, \"steps\": 9}", "deepspeed"),
        Exports.Read("{\"scheduler\": {\"type\": \"WarmupLR\", \"params\": {\"warmup_max_lr\": 1}}, \"optimizer\": {\"type\": \"AdamW\"}, \"steps\": 9}", "deepspeed"));

    [Fact]
    public void Megatron_may_count_samples() => Assert.Equal(
        Exports.Read("--train-iters 100 --lr 1 --lr-warmup-iters 10 --lr-decay-style cosine", "megatron"),
        Exports.Read("--train-samples 12800 --global-batch-size 128 --lr 1 --lr-warmup-samples 1280 --lr-decay-style cosine", "megatron"));

    [Fact]
    public void A_megatron_rate_stays_at_the_floor_after_the_decay() =>
        Assert.Equal(.25, Exports.Read("--train-iters 20 --lr 1 --min-lr 0.25 --lr-decay-iters 10", "megatron")[^1]);

    [Theory]
    [InlineData("lightning", "lr = 1\nsteps = 10\n{\"scheduler\": CosineAnnealingLR(optimizer, T_max=5)}", "epoch")]
    [InlineData("timm", "lr = 1\nCosineLRScheduler(optimizer, t_initial=10)", "t_in_epochs")]
    [InlineData("deepspeed", "{\"type\": \"WarmupDecayLR\", \"total_num_steps\": \"auto\", \"warmup_max_lr\": 1}", "auto")]
    [InlineData("huggingface", "lr_scheduler_type=\"reduce_lr_on_plateau\"\nmax_steps=10\nlearning_rate=1", "loss")]
    [InlineData("huggingface", "lr_scheduler_type=\"cosin\"\nmax_steps=10\nlearning_rate=1", "'cosin'")]
    [InlineData("pytorch", "lr = 1\nsteps = 9\nLambdaLR(optimizer, fn)", "function")]
    [InlineData("pytorch", "lr = 1\nsteps = 9\nCosineAnnealingLR(optimizer, Tmax=9)", "'Tmax'")]
    [InlineData("pytorch", "lr = 1\nExponentialLR(optimizer, 0.9)", "steps")]
    [InlineData("pytorch", "CosineAnnealingLR(optimizer, T_max=9)", "'lr'")]
    [InlineData("composer", "lr = 1\nsteps = 10\nCosineAnnealingWithWarmupScheduler(\"1ep\", \"10ba\")", "batches")]
    [InlineData("composer", "lr = 1\nsteps = 20\nCosineAnnealingWithWarmupScheduler(\"3ba\", \"10ba\")", "longer")]
    [InlineData("optax", "steps = 9\nwarmup_cosine_decay_schedule(0, 1, 10, 5)", "warm-up")]
    [InlineData("megatron", "--lr 1 --train-iters 10 --lr-decay-style WSD", "lr-wsd-decay-iters")]
    [InlineData("nowhere", "x = 1", "There is no target")]
    [InlineData("pytorch", "", "nothing")]
    [InlineData("pytorch", "CosineAnnealingLR(optimizer, T_max=", "expected")]
    public void What_would_be_read_wrongly_is_said(string target, string arguments, string reason) =>
        Assert.Contains(reason, Assert.Throws<InputException>(() => Exports.Read(arguments, target)).Message, StringComparison.Ordinal);

    static void Near(double[] rates, Schedule schedule)
    {
        var ours = schedule.ToArray();
        Assert.Equal(rates.Length, ours.Length);
        Assert.All(rates.Zip(ours), pair => Assert.Equal(pair.First, pair.Second, 5.001e-5));
    }
}
