"""onnxruntime on the graph that its optimizer makes of GPT-2: fused attention, GELU and layer norms. The graph is
written down here, node by node, because exporters and the optimizer follow new versions of transformers late."""

from pathlib import Path

import numpy
import onnxruntime
from onnx import TensorProto, helper, numpy_helper
from safetensors.numpy import load_file

from serve import Peer, serve

LAYERS, HEADS, EPSILON = 12, 12, 1e-5
MICROSOFT = "com.microsoft"


class Graph:
    def __init__(self, weights, all_positions):
        self.weights = weights
        self.used = {}
        self.nodes = []
        hidden = self.hidden_states()
        if not all_positions:
            self.used["last"] = numpy.array([-1])
            hidden = self.node("Gather", [hidden, "last"], axis=1)
        self.used["rows"] = numpy.array([-1, weights["wte.weight"].shape[1]])
        hidden = self.node("Reshape", [hidden, "rows"])
        logits = self.node("Gemm", [hidden, self.weight("wte.weight")], transB=1)
        inputs = [
            helper.make_tensor_value_info("tokens", TensorProto.INT64, ["batch", "length"]),
            helper.make_tensor_value_info("positions", TensorProto.INT64, ["length"]),
        ]
        outputs = [helper.make_tensor_value_info(logits, TensorProto.FLOAT, ["row", "vocabulary"])]
        initializers = [numpy_helper.from_array(array, name) for name, array in self.used.items()]
        graph = helper.make_graph(self.nodes, "gpt2", inputs, outputs, initializers)
        opsets = [helper.make_opsetid("", 17), helper.make_opsetid(MICROSOFT, 1)]
        self.model = helper.make_model(graph, opset_imports=opsets, ir_version=8)

    def hidden_states(self):
        embeddings = self.node("Gather", [self.weight("wte.weight"), "tokens"])
        positions = self.node("Gather", [self.weight("wpe.weight"), "positions"])
        residual = self.node("Add", [embeddings, positions])
        first_norm = [residual, self.weight("h.0.ln_1.weight"), self.weight("h.0.ln_1.bias")]
        normal = self.node("LayerNormalization", first_norm, epsilon=EPSILON)
        for layer in range(LAYERS):
            part = lambda name: self.weight(f"h.{layer}.{name}")
            attention = [normal, part("attn.c_attn.weight"), part("attn.c_attn.bias")]
            mixed = self.node("Attention", attention, domain=MICROSOFT, num_heads=HEADS, unidirectional=1)
            mixed = self.node("MatMul", [mixed, part("attn.c_proj.weight")])
            normal, residual = self.add_and_norm(mixed, residual, f"h.{layer}.ln_2", part("attn.c_proj.bias"))
            expanded = self.node("MatMul", [normal, part("mlp.c_fc.weight")])
            expanded = self.node("FastGelu", [expanded, part("mlp.c_fc.bias")], domain=MICROSOFT)
            contracted = self.node("MatMul", [expanded, part("mlp.c_proj.weight")])
            norm = f"h.{layer + 1}.ln_1" if layer + 1 < LAYERS else "ln_f"
            normal, residual = self.add_and_norm(contracted, residual, norm, part("mlp.c_proj.bias"))
        return normal

    def add_and_norm(self, added, residual, norm, bias):
        inputs = [added, residual, self.weight(f"{norm}.weight"), self.weight(f"{norm}.bias"), bias]
        outputs = [self.name(), "", "", self.name() + "_sum"]
        node = helper.make_node("SkipLayerNormalization", inputs, outputs, domain=MICROSOFT, epsilon=EPSILON)
        self.nodes.append(node)
        return outputs[0], outputs[3]

    def node(self, kind, inputs, **attributes):
        output = self.name()
        self.nodes.append(helper.make_node(kind, inputs, [output], **attributes))
        return output

    def name(self):
        return f"node_{len(self.nodes)}"

    def weight(self, name):
        self.used[name] = self.weights[name]
        return name


class Onnxruntime(Peer):
    def __init__(self, weights, threads):
        tensors = load_file(Path(weights) / "model.safetensors")
        self.weights = {name.removeprefix("transformer."): tensor for name, tensor in tensors.items()}
        self.threads = threads
        self.sessions = {}

    def logits(self, prompts, all_positions):
        if all_positions not in self.sessions:
            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = self.threads
            model = Graph(self.weights, all_positions).model.SerializeToString()
            providers = ["CPUExecutionProvider"]
            self.sessions[all_positions] = onnxruntime.InferenceSession(model, options, providers=providers)
        inputs = {"tokens": numpy.array(prompts), "positions": numpy.arange(len(prompts[0]))}
        return self.sessions[all_positions].run(None, inputs)[0]

    def next_tokens(self, prompts):
        batches = [prompts[start : start + 8] for start in range(0, len(prompts), 8)]
        return [int(token) for batch in batches for token in self.logits(batch, False).argmax(axis=1)]

    def score(self, prompt):
        logits = self.logits([prompt], True)[:-1]
        greatest = logits.max(axis=1)
        normalizers = greatest + numpy.log(numpy.exp(logits - greatest[:, None]).sum(axis=1))
        return float((logits[numpy.arange(len(prompt) - 1), prompt[1:]] - normalizers).sum(dtype=float))


if __name__ == "__main__":
    serve(Onnxruntime, ["onnxruntime"])
