#!/usr/bin/env bash
# Makes runs/, perturbations/runs/, language_modeling/runs/ and prod_env/ beside this script: what HELM 0.5.16 writes for the demo model and questions.
# usage: make.sh ENVIRONMENT    a Python environment with crfm-helm 0.5.16, torch and transformers in it
set -euo pipefail
environment=$(cd "${1:?usage: make.sh ENVIRONMENT}" && pwd)
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
demo=$(cd "$here/../../demo" && pwd)
python=$environment/bin/python
version=$("$python" -c 'from importlib.metadata import version; print(version("crfm-helm"))')
if [ "$version" != 0.5.16 ]; then
  echo "error: crfm-helm is $version, and the golden files are those of 0.5.16" >&2
  exit 1
fi

# One thread, so that sums come out the same again. No network, no accelerator.
export HF_HUB_OFFLINE=1 OMP_NUM_THREADS=1 CUDA_VISIBLE_DEVICES= TOKENIZERS_PARALLELISM=false LC_ALL=C.UTF-8

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

# HELM leaves its download of MMLU alone when the data folder is there.
mkdir -p benchmark_output/scenarios/mmlu prod_env
cp -r "$demo/data" benchmark_output/scenarios/mmlu/data

# Each parameter counted once; the output layer shares the embedding's.
parameters=$("$python" - "$demo/model/model.safetensors" <<'PYTHON'
import math, sys
from safetensors import safe_open
with safe_open(sys.argv[1], "np") as weights:
    print(sum(math.prod(weights.get_slice(name).get_shape()) for name in weights.keys()))
PYTHON
)
cat >prod_env/model_metadata.yaml <<YAML
models:
  - name: demo/tiny-gpt2
    display_name: Demo tiny GPT-2
    description: A very small model of GPT-2's architecture that answers multiple choice questions at random. It knows nothing.
    creator_organization_name: helm-rs
    access: open
    num_parameters: $parameters
    release_date: 2026-11-23
    tags: [TEXT_MODEL_TAG, FULL_FUNCTIONALITY_TEXT_MODEL_TAG]
YAML
cat >prod_env/model_deployments.yaml <<YAML
model_deployments:
  - name: demo/tiny-gpt2
    model_name: demo/tiny-gpt2
    tokenizer_name: demo/tiny-gpt2
    max_sequence_length: 512
    max_request_length: 513
    client_spec:
      class_name: "helm.clients.huggingface_client.HuggingFaceClient"
      args:
        pretrained_model_name_or_path: $demo/model
YAML
cat >prod_env/tokenizer_configs.yaml <<YAML
tokenizer_configs:
  - name: demo/tiny-gpt2
    tokenizer_spec:
      class_name: "helm.tokenizers.huggingface_tokenizer.HuggingFaceTokenizer"
      args:
        pretrained_model_name_or_path: $demo/model
    end_of_text_token: "<|endoftext|>"
    prefix_token: "<|endoftext|>"
YAML

"$environment/bin/helm-run" --suite golden --max-eval-instances 8 -n 1 --disable-cache --exit-on-error --run-entries \
  mmlu:subject=everyday_science,model=demo/tiny-gpt2 \
  mmlu:subject=world_geography,model=demo/tiny-gpt2 \
  mmlu:subject=everyday_science,method=multiple_choice_separate_original,model=demo/tiny-gpt2 \
  mmlu:subject=everyday_science,model=demo/tiny-gpt2,num_train_trials=2,max_train_instances=2
"$environment/bin/helm-summarize" --suite golden --schema-path "$here/schema.yaml" -n 1
cp -r "$here/perturbations/word_lists" benchmark_output/perturbations
"$environment/bin/helm-run" --suite perturbed --max-eval-instances 2 -n 1 --disable-cache --exit-on-error --run-entries \
  mmlu:subject=world_geography,model=demo/tiny-gpt2,max_train_instances=0,data_augmentation=canonical
mkdir -p benchmark_output/scenarios/twitter_aae
cp "$here/language_modeling/aa_tweets.csv" benchmark_output/scenarios/twitter_aae/
"$environment/bin/helm-run" --suite predicted --max-eval-instances 8 -n 1 --disable-cache --exit-on-error --run-entries \
  twitter_aae:demographic=aa,model=demo/tiny-gpt2

rm -rf "$here/runs" "$here/perturbations/runs" "$here/language_modeling/runs" "$here/prod_env"
mkdir -p "$here/runs" "$here/perturbations/runs" "$here/language_modeling/runs"
cp -r benchmark_output/runs/predicted "$here/language_modeling/runs/predicted"
cp -r benchmark_output/runs/golden "$here/runs/golden"
cp -r benchmark_output/runs/perturbed "$here/perturbations/runs/perturbed"
find "$here/runs" "$here/perturbations/runs" "$here/language_modeling/runs" -type d -empty -delete
# The descriptions of adapter fields are HELM's own sentences: we keep the facts, not the words.
"$environment/bin/python" - "$here/runs/golden/schema.json" <<'PYTHON'
import json, sys
path = sys.argv[1]
schema = json.load(open(path))
for field in schema["adapter"]:
    field["description"] = ""
open(path, "w").write(json.dumps(schema, indent=2))
PYTHON
mkdir "$here/prod_env"
for file in prod_env/*.yaml; do
  sed "s|$demo/model|DEMO_MODEL|" "$file" >"$here/prod_env/${file##*/}"
done
if grep -rlF -e "$folder" -e "$demo" "$here/runs" "$here/perturbations/runs" "$here/language_modeling/runs" \
  "$here/prod_env"; then
  echo "error: these files name a folder of this machine" >&2
  exit 1
fi
