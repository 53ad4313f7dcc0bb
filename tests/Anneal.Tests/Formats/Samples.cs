namespace Anneal.Tests.Formats;

/// <summary>A short log of every text format, in the shape that its tool gives it.</summary>
static class Samples
{
    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["Hugging Face"] = HuggingFace,
        ["Lightning"] = Lightning,
        ["Keras"] = Keras,
        ["TensorBoard CSV"] = "Wall time,Step,Value\n1714000000.5,0,4.5\n1714000001.5,10,4.25\n",
        ["W&B chart"] = WandbChart,
        ["W&B history"] = WandbHistory,
        ["Megatron-LM"] = Megatron,
        ["run dump"] = RunDump,
        ["NeMo"] = Nemo,
        ["OLMo"] = Olmo,
        ["OLMo-core"] = OlmoCore,
        ["torchtitan"] = Torchtitan,
        ["nanotron"] = Nanotron,
        ["nanoGPT"] = NanoGpt,
        ["nanochat"] = Nanochat,
        ["llm.c"] = Llmc,
        ["llm.c main.log"] = LlmcLog,
        ["modded-nanogpt"] = ModdedNanoGpt,
        ["DeepSpeed"] = DeepSpeed,
        ["epfml"] = Epfml,
        ["Composer"] = Composer,
        ["MLX-LM"] = Mlx,
        ["key=value"] = "starting at step: 0\nstep=10, loss=3.5, lr=1e-3\n2025-01-01 12:00:01 step=20, loss=3.25, lr=2e-3\nstep=30, loss=nan, lr=3e-3\n",
        ["CSV"] = "step,lr,loss\n0,0.1,3.5\n1,0.2,3.25\n",
        ["JSON Lines"] = "{\"step\": 0, \"lr\": 0.1, \"loss\": 3.5}\n{\"step\": 1, \"lr\": 0.2, \"loss\": 3.25}\n",
    };

    public const string HuggingFace = """
        {
          "best_metric": null,
          "epoch": 0.5,
          "global_step": 30,
          "log_history": [
            { "epoch": 0.1, "grad_norm": 1.5, "learning_rate": "9.0e-05", "loss": 4.5, "step": 10 },
            { "epoch": 0.1, "eval_loss": 4.25, "eval_runtime": 9.5, "eval_steps_per_second": 1.4, "step": 10 },
            { "epoch": 0.2, "grad_norm": NaN, "learning_rate": 0.00019, "loss": 4.0, "step": 20 },
            { "epoch": 0.3, "grad_norm": -Infinity, "learning_rate": 0.00029, "loss": 3.75, "step": 30 },
            { "epoch": 0.3, "eval_loss": 3.5, "eval_runtime": 9.5, "step": 30 },
            { "epoch": 0.3, "step": 30, "total_flos": 1.0e+15, "train_loss": 4.083, "train_runtime": 99.5 }
          ],
          "logging_steps": 10,
          "max_steps": 300,
          "stateful_callbacks": { "TrainerControl": { "args": { "should_log": false }, "attributes": {} } },
          "trial_name": null
        }
        """;

    public const string Lightning = """
        epoch,lr-AdamW,lr-AdamW-momentum,step,train_loss_epoch,train_loss_step,val_loss
        ,0.0003,0.9,49,,,
        0,,,49,,2.5,
        ,0.00025,0.9,99,,,
        0,,,99,,2.25,
        0,,,99,,,2.75
        0,,,99,2.4,,
        """ + "\n";

    public const string Keras = "epoch;accuracy;loss;learning_rate;val_accuracy;val_loss\n0;0,25;2,5;0,001;0,2;2,75\n1;0,5;2,25;0,0005;0,4;2,5\n";

    public const string WandbChart = """
        "train/global_step","Group: brisk - pond - train/loss","Group: brisk - pond - train/loss__MIN","Group: brisk - pond - train/loss__MAX","calm-sea - train/loss","calm-sea - train/loss__MIN","calm-sea - train/loss__MAX"
        "10","4.5","4.5","4.5","4.25","4.25","4.25"
        "20","4.0","4.0","4.0","","",""
        "30","","","","3.75","3.75","3.75"
        """ + "\n";

    public const string WandbHistory = """
        {"_step":0,"_runtime":1.5,"_timestamp":1714000000.5,"train/loss":4.5,"train/learning_rate":0.0001,"train/global_step":1}
        {"_step":1,"_runtime":1.75,"_timestamp":1714000001,"system/gpu":97}
        {"_step":2,"_runtime":2.5,"_timestamp":1714000002,"eval/loss":4.4,"train/global_step":1}
        {"_step":3,"_runtime":3.5,"_timestamp":1714000003,"train/loss":4.25,"train/learning_rate":0.0002,"train/global_step":2}
        {"_step":4,"_runtime":3.5,"_timestamp":1714000004,"eval/loss":4.3,"train/global_step":2}
        """ + "\n";

    public const string RunDump = """
        {
            "config": {"lr": 0.002, "model": "base"},
            "history": {
                "train": {"iter": [50, 100, 150], "train_loss": [3.5, 3.25, 3.125], "train_lr": [0.001, 0.002, 0.002]},
                "val": {"iter": [0, 100, 150], "val_loss": [10.5, 3.375, 3.25]},
                "ema": {"iter": [], "val_loss_ema": []}
            }
        }

        """;

    public const string Megatron = """
        training ...
         [2025-01-01 00:00:00.000000] iteration      100/  250000 | consumed samples:       102400 | elapsed time per iteration (ms): 86545.2 | throughput per GPU (TFLOP/s/GPU): 400.1 | learning rate: 1.000000E-05 | global batch size:  1024 | lm loss: 2.500000E+00 | loss scale: 1.0 | grad norm: 0.231 | number of skipped iterations:   0 | number of nan iterations:   0 |
         iteration      200/  250000 | consumed samples:       204800 | consumed tokens:  419430400 | elapsed time per iteration (ms): 86545.2 | learning rate: 2.000000E-05 | global batch size:  1024 | load_balancing_loss: 1.01E+00 | grad norm: nan | number of skipped iterations:   1 |
         [2025-01-01 00:05:00.000000] iteration      300/  250000 | consumed samples:       307200 | elapsed time per iteration (ms): 86545.2 | learning rate: 3.000000E-05 | global batch size:  1024 | lm loss: 2.250000E+00 | loss scale: 1.0 |
        ----------------------------------------------------------------------
         validation loss at iteration 300 | lm loss value: 2.375000E+00 | lm loss PPL: 1.075101E+01 |
        ----------------------------------------------------------------------
         validation loss at iteration 300 on test set | lm loss value: 9.900000E+00 | lm loss PPL: 1.990000E+04 |
         [2025-01-01 00:08:00.000000] iteration      400/  250000 | consumed samples:       409600 | elapsed time per iteration (ms): 86545.2 | learning rate: 4.000000E-05 | global batch size:  1024 | lm loss: 2.125000E+00 | loss scale: 1.0 |
         validation loss at iteration 400 on validation set | lm loss value: 2.250000E+00 | lm loss PPL: 1.0E+01 |
        """ + "\n";

    public const string Nemo = """
        [NeMo I 2025-01-01 00:00:00 nemo_logging:393] starting
        Training epoch 0, iteration 0/149 | lr: 1e-05 | consumed_samples: 8 | global_batch_size: 8 | global_step: 0 | reduced_train_loss: 4.5 | train_step_timing in s: 0.5
        Training epoch 0, iteration 1/149 | lr: 2e-05 | consumed_samples: 16 | global_batch_size: 8 | global_step: 1 | reduced_train_loss: 4.25 | train_step_timing in s: 0.5 | val_loss: 4.375
        Training epoch 0, iteration 2/149 | lr: 3e-05 | consumed_samples: 24 | global_batch_size: 8 | global_step: 2 | reduced_train_loss: 4.125 | train_step_timing in s: 0.5 | val_loss: 4.375
        Training epoch 0, iteration 3/149 | lr: 4e-05 | consumed_samples: 32 | global_batch_size: 8 | global_step: 3 | reduced_train_loss: 4.0 | train_step_timing in s: 0.5 | val_loss: 4.1875
        """ + "\n";

    public const string Olmo = """
        2024-08-06 09:59:26.181 host:0  olmo.train:908  INFO    [step=1/739328,epoch=0]
            optim/total_grad_norm=231.7
            train/CrossEntropyLoss=12.18
            train/Perplexity=195,153
            throughput/total_tokens=1,048,576
            optim/learning_rate_group0=0.0001
        2024-08-06 09:59:29.181 host:0  olmo.train:908  INFO    [step=2/739328,epoch=0]
            train/CrossEntropyLoss=11.5
            optim/learning_rate_group0=2e-04
        2024-08-06 09:59:31.181 host:0  olmo.train:946  INFO    pile-validation
            eval/pile-validation/CrossEntropyLoss=11.75
        """ + "\n";

    public const string OlmoCore = """
        2025-01-01 00:00:00.000 host:0 olmo_core.train.callbacks.console_logger:104 INFO [step=10/1000,epoch=1,eta=2h]
            optim/LR (group 0)=0.0001
            optim/total grad norm=1.5
            train/CE loss=4.5
            train/PPL=90.02
        2025-01-01 00:00:10.000 host:0 olmo_core.train.callbacks.console_logger:104 INFO [step=20/1000,epoch=1,eta=2h]
            optim/LR (group 0)=0.0002
            train/CE loss=4.25
        """ + "\n";

    const string Line4 = "[rank0]:[titan] 2026-02-24 19:46:17,508 - root - INFO - \e[31mstep: 10  \e[32mloss:  7.625  \e[38;2;180;60;0mgrad_norm: 26.6250  \e[34mmemory: 66.91GiB(37.51%)  \e[36mtps: 10,050  \e[35mmfu: 13.99%\e[39m\n";

    public static string Torchtitan => string.Concat(Enumerable.Repeat(Line4, 8))
        + "[rank0]:[titan] 2026-02-24 19:46:18,508 - root - INFO - \e[33mvalidate step: 10  \e[32mloss:  7.75  \e[33mmemory: 66.91GiB(37.51%)\e[39m\n"
        + "[titan] 2026-02-24 19:46:20,508 - root - INFO - step: 20  loss:  6.5000  memory: 66.91GiB(37.51%)  wps: 10,050\n"
        + "[titan] 2026-02-24 19:46:21,508 - root - INFO - validate step: 20  loss:  6.75  memory: 66.91GiB(37.51%)\n";

    public const string Nanotron = """
        01/01/2025 00:00:00 [INFO|DP=0|PP=0|TP=0|host]: iteration: 1 / 17500 | consumed_tokens: 2.1M | elapsed_time_per_iteration_ms: 1.02K | tokens_per_sec: 1.2M | global_batch_size: 1.02K | lm_loss: 11.3 | lr: 0.000289 | model_tflops_per_gpu: 12.5
        01/01/2025 00:00:01 [INFO|DP=0|PP=0|TP=0|host]: iteration: 2 / 17500 | consumed_tokens: 4.2M | elapsed_time_per_iteration_ms: 1.02K | tokens_per_sec: 1.2M | global_batch_size: 1.02K | lm_loss: 10.5 | lr: 0.000578 | model_tflops_per_gpu: 12.5
        """ + "\n";

    public const string NanoGpt = """
        number of parameters: 123.59M
        step 0: train loss 10.9876, val loss 10.9877
        iter 0: loss 10.9875, time 13521.50ms, mfu -100.00%
        iter 10: loss 9.5, time 135.21ms, mfu 23.45%
        step 20: train loss 8.25, val loss 8.5
        iter 20: loss 8.125, time 635.21ms, mfu 23.45%
        step 30: train loss 7.25, val loss 7.5
        """ + "\n";

    public const string Nanochat = """
        Step 00000 | Validation bpb: 3.25
        step 00000/01000 (0.00%) | loss: 11.090355 | lrm: 0.50 | dt: 1512.34ms | tok/sec: 23,456 | bf16_mfu: 5.67 | epoch: 1 pq: 0 rg: 5 | total time: 0.00m
        step 00001/01000 (0.10%) | loss: 10.5 | lrm: 1.00 | dt: 512.34ms | tok/sec: 1,023,456 | bf16_mfu: 45.67 | epoch: 1 pq: 0 rg: 5 | total time: 0.12m | eta: 8.5m
        Step 00250 | Validation bpb: 1.25
        step 00250/01000 (25.00%) | loss: 4.125 | lrm: 1.00 | dt: 512.34ms | tok/sec: 1,023,456 | mfu: 45.67 | total time: 2.12m
        Step 00500 | Validation bpb: 1.125
        step 00500/01000 (50.00%) | loss: 4.0 | lrm: 0.77 | dt: 512.34ms | tok/sec: 1,023,456 | mfu: 45.67 | total time: 2.12m
        """ + "\n";

    public const string Llmc = """
        | run hellaswag         | no                                                 |
        val loss 10.954412
        step    1/19560 | loss 10.954321 (+nanz)| norm 15.1234 (+nanz)| lr 8.57e-07 | 310.00 ms | 48.1% bf16 MFU | 1691234 tok/s
        step    2/19560 | loss 10.5 (-1.20z)| norm 15.1234 (+nanz)| lr 1.71e-06 | 310.00 ms | 48.1% bf16 MFU | 1691234 tok/s
        val loss 10.25
        step    3/19560 | loss 10.125 (-1.20z)| norm 15.1234 (+0.10z)| lr 2.57e-06 | 310.00 ms | 48.1% bf16 MFU | 1691234 tok/s
        val loss 10.0
        """ + "\n";

    public const string LlmcLog = "s:0 eval:0.2512\ns:0 tel:10.9544\ns:0 trl:10.9543 lr:0.000001 norm:15.12\ns:1 trl:10.5 lr:0.000002 norm:15.12\ns:2 tel:10.25\ns:2 trl:10.125 lr:0.000003 norm:15.12\ns:4 tel:10.0\n";

    public const string ModdedNanoGpt = """
        ====================================================================================================
        import os
        import sys
        with open(sys.argv[0]) as f:
            code = f.read() # read the code of this file ASAP, for logging
        for step in range(args.num_iterations + 1):
            print0(f"step:{step}/{train_steps} val_loss:{val_loss:.4f} train_time:{training_time_ms:.0f}ms", console=True)
        ====================================================================================================
        Running pytorch 2.6.0 compiled for CUDA 12.4
        step:0/3375 val_loss:10.8258 train_time:0ms step_avg:nanms
        step:1/3375 train_loss:10.8259 train_time:256ms step_avg:nanms
        step:125/3375 val_loss:4.8542 train_time:56.129s step_avg:449.03ms
        step:250/3375 val_loss:4.25 train_time:112129ms step_avg:449.03ms
        """ + "\n";

    public const string DeepSpeed = """
        [2023-05-01 12:00:00,000] [INFO] [logging.py:96:log_dist] [Rank 0] step=10, skipped=0, lr=[9.0e-06], mom=[(0.9, 0.999)]
        [2023-05-01 12:00:00,000] [INFO] [timer.py:199:stop] 0/10, RunningAvgSamplesPerSec=8.45, CurrSamplesPerSec=8.4
        [2023-05-01 12:00:10,000] [INFO] [logging.py:96:log_dist] [Rank 0] step=20, skipped=0, lr=[1.9e-05, 1.9e-05], mom=[(0.9, 0.999)]
        """ + "\n";

    public const string Epfml = """
        Train: Iter=50 (0.012 epochs) train_loss=9.125 iter_dt=1.20e-01s lr=1.67e-04
        Train: Iter=100 (0.024 epochs) train_loss=8.5 iter_dt=1.20e-01s lr=3.33e-04
        >Eval: Iter=100 (0.024 epochs) val_loss=8.625 val_pp=5569.148 val_acc=0.085000
        Train: Iter=150 (0.036 epochs) train_loss=8.0 iter_dt=1.20e-01s lr=5.00e-04
        >Eval: Iter=200 (0.048 epochs) val_loss=7.75 val_pp=2321.572 val_acc=0.095000
        """ + "\n";

    public const string Composer = """
        [hyperparameter]: seed: 17
        [metric][batch=0]: time/batch: 0
        [metric][batch=0]: loss/train/total: 7.1234
        [metric][batch=1]: lr-DecoupledAdamW/group0: 0.0001
        [metric][batch=1]: loss/train/total: 7.0
        [metric][batch=2]: lr-DecoupledAdamW/group0: 0.0002
        [metric][batch=2]: metrics/eval/LanguageCrossEntropy: 6.75
        [metric][batch=3]: metrics/eval/LanguageCrossEntropy: 6.5
        """ + "\n";

    public const string Mlx = """
        Starting training..., iters: 600
        Iter 1: Val loss 2.875, Val took 9.123s
        Iter 10: Train loss 2.75, Learning Rate 1.000e-05, It/sec 17.598, Tokens/sec 1728.137, Trained Tokens 6521, Peak mem 1.437 GB
        Iter 20: Train loss 2.5, Learning Rate 2.000e-05, It/sec 17.598, Tokens/sec 1728.137, Trained Tokens 13,042, Peak mem 1.437 GB
        Iter 100: Val loss 2.25, Val took 9.123s
        Iter 200: Val loss 2.125, Val took 9.123s
        """ + "\n";
}
