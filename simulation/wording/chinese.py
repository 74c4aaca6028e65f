"""How Chinese adverts write things: a few ways a skill, sentences, duties, perks, contacts. Only phrases."""

from __future__ import annotations

LANGUAGES = {
    "go": ("Golang", "Go语言", "Go", "golang", "go语言", "GO语言"),
    "java": ("Java", "java", "JAVA", "Java语言"),
    "python": ("Python", "python", "Python3"),
    "c": ("C语言", "C", "嵌入式C"),
    "cpp": ("C++", "c++", "C++11/14"),
    "csharp": ("C#", "C#/.NET"),
    "javascript": ("JavaScript", "JS", "Javascript(ES6)"),
    "typescript": ("TypeScript", "TS"),
    "php": ("PHP", "php"),
    "ruby": ("Ruby",),
    "rust": ("Rust", "rust语言"),
    "swift": ("Swift",),
    "kotlin": ("Kotlin",),
    "lua": ("Lua", "lua脚本"),
    "sql": ("SQL", "SQL语句编写与调优"),
    "scala": ("Scala",),
    "r": ("R语言",),
    "shell": ("Shell", "shell脚本"),
}

SKILLS = {
    "kubernetes": ("K8s 集群的部署与运维", "Kubernetes 及周边生态", "k8s 上的业务交付", "Kubernetes容器编排"),
    "docker": ("Docker 镜像构建", "Docker等容器技术", "容器化（Docker）改造"),
    "grpc": ("gRPC 接口设计", "GRPC通信", "gRPC 等 RPC 框架"),
    "protobuf": ("Protobuf 协议定义", "ProtoBuf 序列化"),
    "microservices": ("微服务架构的拆分与落地", "微服务治理", "主流微服务框架的使用和原理"),
    "high-concurrency": ("高并发场景下的系统设计", "高并发、大流量服务的开发", "高并发低延时系统调优"),
    "goroutine": ("goroutine 调度原理", "Go 协程（goroutine）模型", "Goroutine 的使用与泄漏排查"),
    "channel": ("channel 的底层实现与使用场景", "goroutine 与 channel 并发编程", "channel通信机制"),
    "pprof": ("用 pprof 做性能分析", "pprof 火焰图定位热点", "pprof等性能调优工具"),
    "etcd": ("etcd 的原理和使用", "Etcd 存储与选主"),
    "raft": ("Raft 等一致性协议", "raft 算法"),
    "operator": ("K8s Operator 开发", "自研 Operator 与 CRD", "Operator 模式的控制器开发"),
    "ebpf": ("eBPF 内核观测", "eBPF程序开发", "基于 eBPF 的网络可观测"),
    "wasm": ("WebAssembly 在边缘侧的应用", "WASM 插件开发"),
    "opentelemetry": ("OpenTelemetry 埋点规范", "OpenTelemetry 全链路观测接入"),
    "prometheus": ("Prometheus 监控体系", "Prometheus + Grafana 告警建设"),
    "istio": ("Istio 服务网格", "istio 流量治理"),
    "terraform": ("Terraform 编排云资源", "terraform 模块编写"),
    "helm": ("Helm chart 编写", "helm 打包发布"),
    "gin": ("Gin 框架", "gin、gorm 等常用框架", "Gin等web框架"),
    "gozero": ("go-zero 微服务框架", "Go-Zero"),
    "kratos": ("Kratos 框架", "kratos 微服务框架"),
    "gorm": ("GORM", "gorm 及其事务用法"),
    "mysql": ("MySQL 索引与慢查询优化", "MySQL、Redis 等常用存储", "mysql数据库设计与调优"),
    "redis": ("Redis 缓存设计", "redis 常见数据结构与原理", "Redis集群"),
    "kafka": ("Kafka 消息的可靠投递", "Kafka等消息中间件", "kafka 消费积压处理"),
    "rocketmq": ("RocketMQ 的使用和调优", "RocketMQ事务消息"),
    "mongodb": ("MongoDB 文档建模", "mongodb"),
    "elasticsearch": ("Elasticsearch 检索与聚合", "ES（Elasticsearch）集群维护"),
    "clickhouse": ("ClickHouse 实时分析", "clickhouse"),
    "tidb": ("TiDB 等分布式数据库", "TiDB 迁移"),
    "postgresql": ("PostgreSQL", "PG（PostgreSQL）"),
    "linux": ("Linux 环境下的开发与排障", "Linux操作系统及常用命令", "linux 系统编程"),
    "linux-kernel": ("Linux 内核网络子系统", "Linux内核裁剪与驱动", "内核态性能调优（Linux Kernel）"),
    "tcpip": ("TCP/IP 协议栈", "网络编程，理解 TCP/IP、HTTP 协议", "TCP/IP、UDP 等网络协议"),
    "cicd": ("CI/CD 流水线建设", "持续集成与持续交付（CI/CD）"),
    "distributed": ("分布式系统设计", "分布式架构，理解 CAP 与最终一致性", "分布式存储或分布式计算"),
    "transactions": ("分布式事务方案（TCC、Saga）", "分布式事务的取舍"),
    "envoy": ("Envoy 数据面扩展", "Envoy 网关二次开发"),
    "gateway": ("API 网关的设计", "API网关与限流熔断"),
    "cloud-native": ("云原生技术体系", "云原生架构的演进", "云原生方向的开源项目"),
    "rust": ("Rust", "Rust 语言线上服务"),
    "cgo": ("cgo 调用 C 库", "cgo 混合编程"),
    "cuda": ("CUDA 编程", "GPU 与 CUDA 算子优化"),
    "llm": ("大模型（LLM）推理服务", "LLM 应用落地，如 RAG 检索增强", "大语言模型接口封装"),
    "blockchain": ("区块链底层开发", "区块链与智能合约"),
    "sbom": ("SBOM 清单管理", "软件物料清单（SBOM）与依赖扫描"),
    "guomi": ("国密 SM2/SM3/SM4 算法改造", "国密算法适配"),
    "dengbao": ("等保 2.0 三级测评整改", "等保2.0要求"),
    "openeuler": ("openEuler 系统适配", "openEuler、鲲鹏平台移植"),
    "xinchuang": ("信创环境适配", "信创项目交付（麒麟、统信）"),
    "audit-log": ("审计日志留痕", "合规审计日志方案"),
    "open-source": ("开源项目贡献", "知名开源项目的代码贡献（PR）", "开源社区建设"),
    "tracing": ("分布式链路追踪", "链路追踪（Jaeger）"),
    "security": ("数据安全与合规", "安全合规方面的设计"),
    "react": ("React 技术栈", "React 及其状态管理"),
    "vue": ("Vue3 全家桶", "Vue 组件封装"),
    "spring": ("SpringBoot、SpringCloud", "Spring Cloud Alibaba", "Spring 全家桶"),
    "django": ("Django 框架", "Django REST framework"),
    "pytorch": ("PyTorch 训练框架", "pytorch 模型部署"),
    "flink": ("Flink 实时计算", "flink 流处理"),
    "iot": ("物联网设备接入（MQTT）", "IoT 平台接入层"),
}

ROLES = {
    "backend-microservices": (
        "后端开发工程师",
        "服务端研发工程师",
        "后台开发工程师",
        "微服务后端工程师",
        "业务中台研发工程师",
    ),
    "business-crud": ("软件开发工程师", "ERP 开发工程师", "管理系统开发工程师", "OA系统开发"),
    "cloud-infrastructure": (
        "云原生开发工程师",
        "容器平台研发工程师",
        "SRE工程师",
        "Kubernetes平台开发工程师",
        "云平台研发工程师",
    ),
    "distributed-middleware": ("中间件研发工程师", "分布式存储研发工程师", "数据库内核工程师", "消息队列研发工程师"),
    "ai-infrastructure": ("AI平台研发工程师", "大模型推理平台工程师", "机器学习平台开发工程师"),
    "web3": ("区块链开发工程师", "Web3 后端工程师", "公链研发工程师"),
    "edge-embedded": ("嵌入式软件工程师", "边缘计算研发工程师", "单片机开发工程师", "车载软件工程师"),
    "network-security": ("网络安全研发工程师", "安全开发工程师", "网关研发工程师"),
    "full-stack": ("全栈工程师", "全栈开发工程师"),
    "tooling-platform": ("研发效能工程师", "DevOps平台开发工程师", "工程效率平台研发"),
    "data-engineering": ("大数据开发工程师", "数据仓库工程师", "数据平台研发工程师"),
    "data-science-ml": ("算法工程师", "机器学习算法工程师", "推荐算法工程师", "NLP算法工程师", "数据分析师"),
    "qa-test": ("测试开发工程师", "自动化测试工程师", "软件测试工程师"),
    "frontend-mobile": ("前端开发工程师", "Web前端工程师", "iOS开发工程师", "安卓开发工程师"),
    "game": ("游戏客户端开发", "Unity3D开发工程师", "游戏服务器开发工程师"),
    "non-software": ("产品经理", "运营专员", "商务拓展经理", "UI设计师", "招聘专员（HRBP）", "售前解决方案"),
}
TITLED = {
    "go": ("Golang", "Go", "GO"),
    "java": ("Java", "JAVA"),
    "python": ("Python",),
    "cpp": ("C++",),
    "php": ("PHP",),
}
"""Languages that a title may begin with."""
LEVELS = {
    "intern": ("实习生", "实习"),
    "junior": ("初级", "应届生-"),
    "": ("",),
    "senior": ("高级", "资深"),
    "lead": ("专家", "架构师-", "技术负责人-"),
}

DUTIES = {
    "backend-microservices": (
        "负责核心业务微服务的设计、开发与重构",
        "参与订单、支付、用户等服务的接口开发和性能优化",
        "负责服务端架构演进，保障线上服务稳定运行",
        "负责高流量业务后台的微服务化拆分",
        "与产品、前端紧密配合，按时高质量交付迭代需求",
    ),
    "business-crud": (
        "负责公司内部管理系统的功能开发和维护",
        "完成报表、审批流、权限等模块的增删改查开发",
        "根据客户需求进行二次开发和现场实施",
    ),
    "cloud-infrastructure": (
        "负责容器平台和集群调度能力建设",
        "负责多集群管理、弹性伸缩与成本优化",
        "建设公司级 PaaS 平台，支撑业务上云",
        "负责基础设施的监控、值班与故障复盘",
    ),
    "distributed-middleware": (
        "负责自研消息队列/缓存/RPC 框架的研发",
        "负责分布式存储引擎的设计与实现",
        "负责中间件的稳定性、性能与多机房容灾",
    ),
    "ai-infrastructure": ("建设模型训练与推理平台，提升 GPU 利用率", "负责模型服务网关、调度与弹性伸缩"),
    "web3": ("负责链上数据索引和钱包服务的研发", "参与公链节点、跨链桥等模块的开发"),
    "edge-embedded": ("负责嵌入式设备固件和驱动开发", "负责边缘网关与设备接入协议的开发", "配合硬件完成联调与量产支持"),
    "network-security": ("负责流量网关、WAF 等安全产品研发", "负责漏洞扫描与主机安全系统的开发"),
    "full-stack": ("独立完成前后端功能开发与上线", "负责官网、管理后台和开放接口"),
    "tooling-platform": ("建设代码托管、构建、发布一体化平台", "负责研发流程工具链和内部开发者平台"),
    "data-engineering": ("负责数据采集、清洗和数仓建模", "建设实时与离线数据链路"),
    "data-science-ml": ("负责推荐/搜索/风控模型的训练和迭代", "跟踪前沿论文并落地业务场景"),
    "qa-test": ("负责自动化测试框架搭建和用例维护", "参与需求评审，制定测试方案并跟进缺陷"),
    "frontend-mobile": (
        "负责 Web/H5/小程序页面开发",
        "负责 App 功能开发与体验优化",
        "沉淀公共组件，提升前端工程化水平",
    ),
    "game": ("负责玩法系统与战斗逻辑开发", "负责客户端性能优化和热更新"),
    "non-software": (
        "负责市场调研、竞品分析与需求文档",
        "维护客户关系，完成季度销售目标",
        "组织线上线下活动，提升用户活跃",
    ),
}
MUST = (
    "熟悉{x}",
    "熟练掌握{x}，有实际项目经验",
    "深入理解{x}",
    "精通{x}",
    "掌握{x}，能独立解决问题",
    "具备{x}相关经验",
)
PLUS = ("有{x}经验者优先", "了解{x}者加分", "对{x}有研究者优先考虑", "做过{x}相关工作的优先")
TONGUE_ONE = (
    "精通{x}，代码风格良好",
    "熟练使用{x}开发，{n}年以上经验",
    "扎实的{x}编程基础",
    "熟悉{x}及常用标准库",
    "以{x}为主要开发语言",
)
TONGUE_MANY = (
    "熟悉{x}中至少一门语言",
    "熟练掌握{x}等一种或多种编程语言",
    "至少精通{x}中的一种，并愿意学习新语言",
    "主要技术栈：{x}",
)
SOFT = (
    "良好的沟通能力和团队合作精神，责任心强",
    "抗压能力强，能快速学习新技术",
    "热爱技术，有良好的编码习惯和文档习惯",
    "逻辑清晰，善于发现并解决问题",
    "对技术有追求，乐于分享",
)
PERKS = (
    "五险一金、补充医疗、年度体检",
    "弹性工作制，双休，不打卡",
    "下午茶、零食水果、团建经费",
    "13-16薪，项目奖金，期权激励",
    "租房补贴，餐补 30 元/天",
    "15 天带薪年假，生日福利",
    "扁平化管理，氛围好，可内推落户",
)
ABOUT = (
    "我们是一家专注{t}的公司，团队 {n} 余人，核心成员来自国内一线企业。",
    "{c}成立于 {y} 年，服务客户超过 {n} 家，业务稳定盈利。",
    "{c}致力于用技术改变{t}行业，目前处于快速发展期，B 轮融资已完成。",
)
ASIDES = ("团队氛围轻松，团建说 go 就 go。", "读书会最近在读 AlphaGo 的论文。", "一起来，Let's go！")
"""Sentences that name no language, though a careless reader would think so."""
ASIDE = 0.01
"""Part of the adverts that have one."""
TRADES = {
    "internet-platform": ("互联网内容社区", "短视频与直播平台", "本地生活服务平台", "搜索与信息流"),
    "finance": ("证券交易系统", "银行数字化", "互联网保险", "支付清算"),
    "manufacturing-energy": ("新能源储能", "智能制造", "工业互联网平台"),
    "power-grid": ("电网调度自动化", "电力交易"),
    "rail-transport": ("轨道交通信号", "列车运行控制"),
    "government-xinchuang": ("政务云", "信创产品适配", "智慧城市与电子政务"),
    "saas-enterprise": ("企业级 SaaS", "协同办公软件", "软件出海"),
    "outsourcing-staffing": ("软件外包", "人力派驻（驻场开发）"),
    "semiconductor": ("芯片设计", "AI 芯片"),
    "automotive": ("智能汽车", "自动驾驶"),
    "games": ("游戏研发与发行", "手游"),
    "e-commerce": ("电商零售", "跨境电商"),
    "healthcare-bio": ("互联网医疗", "医疗信息化"),
    "education": ("在线教育",),
    "web3-crypto": ("区块链与数字资产", "公链生态"),
    "logistics-travel": ("物流供应链", "出行服务"),
}
"""Ways in which a firm says what it does."""
HEADS = (
    "## {c}｜{r}｜{w}｜{p}",
    "### 【{w}】{c} 招聘 {r}（{p}）",
    "# {c}\r\n\r\n**{r}** {p}\r\n\r\n工作地点：{w}",
    "【{c}】{r} / Base {w} / {p}",
)
"""First lines of a post: company, role, place, pay."""
CONTACT = (
    "简历投递：hr@{token}.example.com",
    "邮箱：jobs@{token}.example.com，标题请注明 姓名+岗位",
    "微信：{token}_hr{n}（请备注来意）",
    "联系电话：138{p}，周一至周五均可",
    "加 QQ：10{p} 咨询",
    "官网投递：https://www.{token}.example.com/jobs",
)
EDUCATION = {
    "bachelor": ("本科及以上学历，计算机相关专业", "统招本科及以上", "本科以上学历"),
    "none": ("学历不限", "不限学历，看重能力"),
    "junior-college": ("大专及以上学历", "大专以上"),
    "master": ("硕士及以上学历", "硕士以上，985/211 优先"),
}
REMOTE = {
    "remote": ("支持全职远程办公", "可远程（remote）", "全员远程办公，时间自由"),
    "hybrid": ("每周可居家办公两天（混合办公）", "混合办公，周三周五可远程"),
    "onsite": ("坐班，不支持远程", "现场办公"),
    "": ("",),
}
SEEKING = (
    "求职：三年后端经验，坐标成都，有合适的机会请联系我，谢谢大家。",
    "请问现在还有招应届生的公司吗？感觉今年好难。",
    "阮老师，这个帖子可以发外包岗位吗？",
    "mark 一下，蹲一个杭州的远程机会",
    "[图片]",
    "已经投了，怎么没有回复呢？",
    "个人求职，五年全栈，期望薪资面议，可随时到岗。",
)
